import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { PassThrough } from 'node:stream';
import { type ContractTest, topic } from '../suite/topic.ts';
import { gather } from '../world/gather.ts';
import type { World } from '../world/world.ts';

/** Nothing is listed, and nothing that the author knows of is there. */
const clean = async (here: World): Promise<void> => {
  const listed = await here.soon('list', here.runtime.list());
  assert.deepEqual(
    listed.map(({ id }) => id),
    [],
  );
  assert.deepEqual(await here.part('left')(), []);
};

/** It settles, in whatever way: that it does not come in time is what there is to tell. */
const refused = async (here: World, call: Promise<unknown>): Promise<void> => {
  await here.soon('the refusal', Promise.allSettled([call]));
};

export const leaks: readonly ContractTest[] = topic('leaks', (it) => {
  it('a run leaves nothing', { programs: ['echo'], parts: ['left'] }, async (here) => {
    const streams = { stdin: 'in', stdout: gather().sink, stderr: gather().sink };
    await here.soon(
      'the end of run',
      here.runtime.run(here.id(), await here.bundle({ does: 'echo' }), streams),
    );
    await clean(here);
  });

  it('a run leaves nothing of the processes that its program has left', {
    programs: ['leave'],
    parts: ['left'],
  }, async (here) => {
    const streams = { stdout: gather().sink, stderr: gather().sink };
    const run = here.later(
      here.runtime.run(here.id(), await here.bundle({ does: 'leave', code: 0 }), streams),
    );
    await here.soon('the end of run', run);
    await clean(here);
  });

  it('a run that fails to begin leaves nothing', { programs: ['missing'], parts: ['left'] }, async (here) => {
    const run = here.later(here.runtime.run(here.id(), await here.bundle({ does: 'missing' })));
    await refused(here, run);
    await clean(here);
  });

  it('a run whose hook fails leaves nothing', { programs: ['run'], parts: ['left'] }, async (here) => {
    const onStarted = () => Promise.reject(new Error('not today'));
    const run = here.later(here.runtime.run(here.id(), await here.bundle({ does: 'run' }), { onStarted }));
    await refused(here, run);
    await clean(here);
  });

  it('a run whose sink fails leaves nothing', { programs: ['tick'], parts: ['left'] }, async (here) => {
    const stdout = () => Promise.reject(new Error('enough'));
    const run = here.later(here.runtime.run(here.id(), await here.bundle({ does: 'tick' }), { stdout }));
    await refused(here, run);
    await clean(here);
  });

  it('an aborted run leaves nothing', { programs: ['family'], parts: ['left'] }, async (here) => {
    const abort = new AbortController();
    const { ended } = await here.running({ does: 'family' }, { signal: abort.signal });
    abort.abort();
    await refused(here, ended);
    await clean(here);
  });

  it('execs, also failed and aborted ones, leave nothing but the container', {
    programs: ['run', 'echo', 'missing'],
    parts: ['left'],
  }, async (here) => {
    const { id, ended } = await here.running({ does: 'run' });
    const before = await here.part('left')();
    const abort = new AbortController();
    const { promise: started, resolve: onStarted } = Promise.withResolvers<unknown>();
    const [echo, missing, run] = [
      here.process({ does: 'echo' }),
      here.process({ does: 'missing' }),
      here.process({ does: 'run' }),
    ];
    await here.soon('exec', here.runtime.exec(id, echo, { stdin: 'in', stdout: gather().sink }));
    const failed = here.later(here.runtime.exec(id, missing));
    await refused(here, failed);
    const aborted = here.later(here.runtime.exec(id, run, { onStarted, signal: abort.signal }));
    await here.soon('onStarted', started);
    abort.abort();
    await refused(here, aborted);
    assert.deepEqual(await here.part('left')(), before);
    await here.soon('kill', here.runtime.kill(id, 'SIGKILL'));
    await here.soon('the end of run', ended);
    await clean(here);
  });

  it('a container that was created and deleted leaves nothing', {
    programs: ['run', 'echo'],
    capabilities: ['create'],
    parts: ['left'],
  }, async (here) => {
    const [never, ended] = [here.id(), here.id()];
    await here.soon('create', here.runtime.create(never, await here.bundle({ does: 'run' })));
    await here.soon('delete', here.runtime.delete(never));
    await here.soon(
      'create',
      here.runtime.create(ended, await here.bundle({ does: 'echo' }), { stdin: 'in' }),
    );
    await here.soon('start', here.runtime.start(ended));
    await here.until('its end', async () => (await here.runtime.state(ended)).status === 'stopped');
    await here.soon('delete', here.runtime.delete(ended));
    await clean(here);
  });

  it('close leaves nothing of what it aborts', { programs: ['run'], parts: ['left'] }, async (here) => {
    await here.running({ does: 'run' });
    await here.soon('close', here.runtime.close());
    assert.deepEqual(await here.part('left')(), []);
  });

  it('calls that have settled listen to their signal no more', {
    programs: ['run', 'exit'],
  }, async (here) => {
    const { signal } = new AbortController();
    const { id } = await here.running({ does: 'run' });
    const bundle = await here.bundle({ does: 'exit', code: 0 });
    await here.soon('exec', here.runtime.exec(id, here.process({ does: 'exit', code: 0 }), { signal }));
    await here.soon('the end of run', here.runtime.run(here.id(), bundle, { signal }));
    await here.soon('state', here.runtime.state(id, { signal }));
    await here.soon('list', here.runtime.list({ signal }));
    assert.equal(getEventListeners(signal, 'abort').length, 0);
  });

  it('a writable has no more listeners when run has settled', { programs: ['print'] }, async (here) => {
    const sink = new PassThrough();
    const count = () => sink.eventNames().reduce((sum, name) => sum + sink.listenerCount(name), 0);
    const before = count();
    const bundle = await here.bundle({ does: 'print', stdout: 'some', stderr: 'more' });
    await here.soon('the end of run', here.runtime.run(here.id(), bundle, { stdout: sink, stderr: sink }));
    await here.until('the listeners’ going', () => count() === before);
  });
});
