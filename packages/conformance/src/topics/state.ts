import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { type ContractTest, topic } from '../suite/topic.ts';

export const state: readonly ContractTest[] = topic('state', (it) => {
  it('state tells id, bundle, status and version of a running container, and its pid', {
    programs: ['run'],
  }, async (here) => {
    const id = here.id();
    const bundle = await here.bundle({ does: 'run' });
    const { promise: started, resolve: onStarted } = Promise.withResolvers<unknown>();
    here.later(here.runtime.run(id, bundle, { onStarted }));
    await here.soon('onStarted', started);
    const told = await here.soon('state', here.runtime.state(id));
    assert.deepEqual([told.id, told.status, told.bundle], [id, 'running', resolve(bundle)]);
    assert.match(told.ociVersion, /^\d+\.\d+\.\d+/);
    assert.ok(Number.isInteger(told.pid) && Number(told.pid) > 0, `pid is ${told.pid}`);
  });

  it('state has no pid where there is no process', {
    programs: ['exit'],
    capabilities: ['create'],
  }, async (here) => {
    const id = here.id();
    await here.soon('create', here.runtime.create(id, await here.bundle({ does: 'exit', code: 0 })));
    await here.soon('start', here.runtime.start(id));
    await here.until('the container’s end', async () => (await here.runtime.state(id)).status === 'stopped');
    assert.equal((await here.runtime.state(id)).pid, undefined);
  });

  it('list has each container once, with its state', { programs: ['run'] }, async (here) => {
    const two = [await here.running({ does: 'run' }), await here.running({ does: 'run' })];
    const listed = await here.soon('list', here.runtime.list());
    for (const { id } of two) {
      const found = listed.filter((each) => each.id === id);
      assert.deepEqual(found, [await here.soon('state', here.runtime.state(id))]);
    }
  });

  it('list forgets what is gone', { programs: ['exit'] }, async (here) => {
    const id = here.id();
    await here.soon('the end of run', here.runtime.run(id, await here.bundle({ does: 'exit', code: 0 })));
    const listed = await here.soon('list', here.runtime.list());
    assert.deepEqual(
      listed.filter((each) => each.id === id),
      [],
    );
  });

  it('another object over the same containers sees them', {
    programs: ['run'],
    parts: ['another'],
  }, async (here) => {
    const { id } = await here.running({ does: 'run' });
    const other = await here.part('another')();
    try {
      assert.equal((await here.soon('state', other.state(id))).status, 'running');
      const listed = await here.soon('list', other.list());
      assert.deepEqual(listed.filter((each) => each.id === id).length, 1);
    } finally {
      await other.close();
    }
  });

  it('a container that another program made is seen, killed and deleted like any', {
    programs: ['run'],
    parts: ['foreign'],
  }, async (here) => {
    const id = here.id();
    await here.soon('the other program', here.part('foreign')(id, { does: 'run' }));
    assert.equal((await here.soon('state', here.runtime.state(id))).status, 'running');
    await here.soon('kill', here.runtime.kill(id, 'SIGKILL'));
    await here.until('its end', async () => (await here.runtime.state(id)).status === 'stopped');
    await here.soon('delete', here.runtime.delete(id));
    await here.refused(here.runtime.state(id), 'ERR_CONTAINER_NOT_FOUND');
  });
});
