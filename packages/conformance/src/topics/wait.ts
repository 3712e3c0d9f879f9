import assert from 'node:assert/strict';
import { type ContractTest, topic } from '../suite/topic.ts';
import type { World } from '../world/world.ts';

const made = async (here: World, program: Parameters<World['bundle']>[0]): Promise<string> => {
  const id = here.id();
  await here.soon('create', here.runtime.create(id, await here.bundle(program)));
  return id;
};

/** What `wait` must come to: the status, or that it cannot be learnt. */
const ofCreated = async (here: World, id: string, exitCode: number): Promise<void> => {
  const waited = here.runtime.wait(id);
  if (here.can('waitCreated')) assert.equal((await here.soon('wait', waited)).exitCode, exitCode);
  else await here.refused(waited, 'ERR_STATUS_LOST');
};

export const wait: readonly ContractTest[] = topic('wait', (it) => {
  it('wait tells the status of a created container, and leaves it there', {
    programs: ['exit'],
    capabilities: ['create'],
  }, async (here) => {
    const id = await made(here, { does: 'exit', code: 9 });
    await here.soon('start', here.runtime.start(id));
    await ofCreated(here, id, 9);
    const stopped = async () => (await here.runtime.state(id)).status === 'stopped';
    if (here.can('waitCreated')) assert.ok(await stopped(), 'it is stopped, and there');
    else await here.until('the container’s end', stopped);
    await here.soon('delete', here.runtime.delete(id));
  });

  it('wait may begin before start, and settles at the end of init alone', {
    programs: ['handle'],
    capabilities: ['create'],
  }, async (here) => {
    const id = await made(here, { does: 'handle', signal: 'SIGTERM', code: 8 });
    const waited = here.later(here.runtime.wait(id));
    if (here.can('waitCreated')) await here.notNow('wait of a created container', waited);
    await here.soon('start', here.runtime.start(id));
    if (here.can('waitCreated')) await here.notNow('wait of a running container', waited);
    await here.soon('kill', here.runtime.kill(id, 'SIGKILL'));
    if (here.can('waitCreated')) assert.equal((await here.soon('wait', waited)).exitCode, 137);
    else await here.refused(waited, 'ERR_STATUS_LOST');
  });

  it('any number of callers of wait get the same status, early or late', {
    programs: ['exit'],
    capabilities: ['create'],
  }, async (here) => {
    const id = await made(here, { does: 'exit', code: 7 });
    const early = Array.from({ length: 5 }, () => here.later(ofCreated(here, id, 7)));
    await here.soon('start', here.runtime.start(id));
    await Promise.all(early);
    await ofCreated(here, id, 7);
    await ofCreated(here, id, 7);
  });

  it('wait of a container that a run made tells what the run tells', { programs: ['run'] }, async (here) => {
    const { id, ended } = await here.running({ does: 'run' });
    const waited = here.later(here.runtime.wait(id));
    await here.moment();
    await here.soon('kill', here.runtime.kill(id, 'SIGKILL'));
    assert.deepEqual(await here.soon('wait', waited), await here.soon('the end of run', ended));
  });

  it('aborting wait ends the waiting alone', { programs: ['run'] }, async (here) => {
    const { id, ended } = await here.running({ does: 'run' });
    const abort = new AbortController();
    const [left, stays] = [
      here.runtime.wait(id, { signal: abort.signal }),
      here.later(here.runtime.wait(id)),
    ];
    here.later(left);
    await here.moment();
    abort.abort();
    await here.refused(left, 'ERR_ABORTED');
    assert.equal((await here.runtime.state(id)).status, 'running');
    await here.soon('kill', here.runtime.kill(id, 'SIGKILL'));
    assert.equal((await here.soon('wait', stays)).exitCode, 137);
    await here.soon('the end of run', ended);
  });

  it('wait learns how a container ended that another program made, or says that it is lost', {
    programs: ['run'],
    parts: ['foreign'],
  }, async (here) => {
    const id = here.id();
    await here.soon('the other program', here.part('foreign')(id, { does: 'run' }));
    const waited = here.later(here.runtime.wait(id));
    if (here.can('waitAny')) {
      // What `wait` asks the runtime at first takes as long as this does, on a busy machine too.
      for (let i = 0; i < 2; i++) await here.soon('state', here.runtime.state(id));
      await here.notNow('wait', waited);
    }
    await here.soon('kill', here.runtime.kill(id, 'SIGKILL'));
    if (here.can('waitAny')) return void assert.equal((await here.soon('wait', waited)).exitCode, 137);
    // A runtime that may answer, and may be too late to, still tells no other status than the true one.
    const code = (error: { readonly code?: unknown }): unknown => error.code;
    const told = await here.soon(
      'wait',
      waited.then(({ exitCode }) => exitCode, code),
    );
    assert.ok(told === 137 || told === 'ERR_STATUS_LOST', `it told ${String(told)}`);
  });
});
