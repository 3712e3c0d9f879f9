import assert from 'node:assert/strict';
import { type ContractTest, topic } from '../suite/topic.ts';

export const close: readonly ContractTest[] = topic('close', (it) => {
  it('close aborts the runs of its object', { programs: ['run'] }, async (here) => {
    const { ended } = await here.running({ does: 'run' });
    await here.soon('close', here.runtime.close());
    await here.refused(ended, 'ERR_ABORTED');
  });

  it('when close settles, what it aborted has settled', { programs: ['run'] }, async (here) => {
    const { ended } = await here.running({ does: 'run' });
    let settled = false;
    ended.catch(() => {
      settled = true;
    });
    await here.soon('close', here.runtime.close());
    await new Promise((resolve) => setImmediate(resolve));
    assert.ok(settled, 'the run has settled');
  });

  it('close aborts the execs of its object', { programs: ['run'] }, async (here) => {
    const { id } = await here.running({ does: 'run' });
    const { promise: started, resolve: onStarted } = Promise.withResolvers<unknown>();
    const exec = here.later(here.runtime.exec(id, here.process({ does: 'run' }), { onStarted }));
    await here.soon('onStarted', started);
    await here.soon('close', here.runtime.close());
    await here.refused(exec, 'ERR_ABORTED');
  });

  it('the containers of runs that close aborted are gone', {
    programs: ['run'],
    parts: ['another'],
  }, async (here) => {
    const { id } = await here.running({ does: 'run' });
    await using other = await here.part('another')();
    await here.soon('close', here.runtime.close());
    await here.refused(other.state(id), 'ERR_CONTAINER_NOT_FOUND');
  });

  it('close leaves created containers as they are', {
    programs: ['run'],
    capabilities: ['create'],
    parts: ['another'],
  }, async (here) => {
    const id = here.id();
    await here.soon('create', here.runtime.create(id, await here.bundle({ does: 'run' })));
    await using other = await here.part('another')();
    try {
      await here.soon('start', here.runtime.start(id));
      await here.soon('close', here.runtime.close());
      assert.equal((await here.soon('state', other.state(id))).status, 'running');
    } finally {
      await here.soon('delete', other.delete(id, { force: true }));
    }
  });

  it('close ends events', { programs: ['run'], capabilities: ['events'] }, async (here) => {
    const { id } = await here.running({ does: 'run' });
    const events = here.runtime.events(id)[Symbol.asyncIterator]();
    const next = here.later(Promise.resolve(events.next()));
    await here.soon('close', here.runtime.close());
    const told = await here.soon('the end of events', next);
    assert.ok(told.done || told.value.type === 'exit', 'they end');
  });

  it('after close every call is ERR_CLOSED', { programs: ['exit'] }, async (here) => {
    const id = here.id();
    const bundle = await here.bundle({ does: 'exit', code: 0 });
    const { runtime } = here;
    await here.soon('close', runtime.close());
    const calls = [
      runtime.run(id, bundle),
      runtime.exec(id, here.process({ does: 'exit', code: 0 })),
      runtime.wait(id),
      runtime.kill(id, 'SIGTERM'),
      runtime.delete(id, { force: true }),
      runtime.state(id),
      runtime.list(),
      runtime.prepare({ ociVersion: '1.2.0' }),
    ];
    for (const call of calls) call.catch(() => {});
    for (const call of calls) await here.refused(call, 'ERR_CLOSED');
  });

  it('close may be called any number of times', {}, async (here) => {
    await here.soon('close', Promise.all([here.runtime.close(), here.runtime.close()]));
    await here.soon('close', here.runtime.close());
  });

  it('a runtime closes at the end of `await using`', { programs: ['run'] }, async (here) => {
    const { ended } = await here.running({ does: 'run' });
    await here.soon('disposing', here.runtime[Symbol.asyncDispose]());
    await here.refused(ended, 'ERR_ABORTED');
    await here.refused(here.runtime.list(), 'ERR_CLOSED');
  });
});
