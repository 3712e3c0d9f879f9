import assert from 'node:assert/strict';
import { type ContractTest, topic } from '../suite/topic.ts';

/** Room for the threads of a sandbox, which count for some runtimes. */
const limits = { memory: 64 << 20, pids: 400 };

export const update: readonly ContractTest[] = topic('update', (it) => {
  it('what update names is changed, and the rest stays', {
    programs: ['run'],
    capabilities: ['update', 'stats'],
  }, async (here) => {
    const { id } = await here.running({ does: 'run' }, { limits });
    const told = async () => {
      const { memory, pids } = await here.soon('stats', here.runtime.stats(id));
      return [memory?.limitBytes ?? limits.memory, pids?.limit];
    };
    await here.soon('update', here.runtime.update(id, { pids: { limit: 500 } }));
    assert.deepEqual(await told(), [limits.memory, 500]);
    await here.soon('update', here.runtime.update(id, { memory: { limit: 96 << 20 } }));
    assert.deepEqual((await told())[1], 500);
  });

  it('a container runs on through update', { programs: ['run'], capabilities: ['update'] }, async (here) => {
    const { id, ended } = await here.running({ does: 'run' }, { limits });
    await here.soon('update', here.runtime.update(id, { pids: { limit: 500 } }));
    await here.notNow('the end of run', ended);
  });

  it('update of an id that is not there is ERR_CONTAINER_NOT_FOUND', {
    capabilities: ['update'],
  }, async (here) => {
    await here.refused(here.runtime.update(here.id(), { pids: { limit: 500 } }), 'ERR_CONTAINER_NOT_FOUND');
  });
});

export const stats: readonly ContractTest[] = topic('stats', (it) => {
  it('stats tell what a container uses, and when that was', {
    programs: ['run'],
    capabilities: ['stats'],
  }, async (here) => {
    const { id } = await here.running({ does: 'run' });
    const { at, memory, cpu, pids } = await here.soon('stats', here.runtime.stats(id));
    assert.ok(at instanceof Date && Math.abs(Date.now() - at.getTime()) < 600_000, `at is ${at}`);
    assert.ok(memory || cpu || pids, 'they tell of memory, processor or processes');
    if (memory) assert.ok(Number.isInteger(memory.usageBytes), `usageBytes is ${memory.usageBytes}`);
    if (cpu) assert.equal(typeof cpu.usageNs, 'bigint');
    if (pids) assert.ok(pids.current >= 1, `current is ${pids.current}`);
  });

  it('stats tell the limits of a container', { programs: ['run'], capabilities: ['stats'] }, async (here) => {
    const { id } = await here.running({ does: 'run' }, { limits });
    const { memory, pids } = await here.soon('stats', here.runtime.stats(id));
    if (memory) assert.equal(memory.limitBytes, limits.memory);
    if (pids) assert.equal(pids.limit, limits.pids);
  });

  it('stats of an id that is not there are ERR_CONTAINER_NOT_FOUND', {
    capabilities: ['stats'],
  }, async (here) => {
    await here.refused(here.runtime.stats(here.id()), 'ERR_CONTAINER_NOT_FOUND');
  });
});

export const processes: readonly ContractTest[] = topic('processes', (it) => {
  it('processes tells init and its children, each by its pid', {
    programs: ['family'],
    capabilities: ['processes'],
  }, async (here) => {
    const { id, started } = await here.running({ does: 'family' });
    const listed = await here.soon('processes', here.runtime.processes(id));
    const pids = listed.map(({ pid }) => pid);
    assert.ok(pids.length >= 2, `there are ${pids.length}`);
    assert.equal(new Set(pids).size, pids.length, 'each is there once');
    // Init's is the host's, which is the sandbox's where a runtime numbers its processes itself.
    const all = [undefined, ...pids, ...listed.map(({ hostPid }) => hostPid)];
    assert.ok(all.includes(started.pid), `${started.pid} is among ${pids}`);
  });

  it('processes tells what exec has started, and forgets what has ended', {
    programs: ['run', 'handle'],
    capabilities: ['processes'],
  }, async (here) => {
    const { id } = await here.running({ does: 'run' });
    const count = async () => (await here.soon('processes', here.runtime.processes(id))).length;
    const before = await count();
    const abort = new AbortController();
    const { promise: started, resolve: onStarted } = Promise.withResolvers<unknown>();
    const process = here.process({ does: 'run' });
    const exec = here.later(here.runtime.exec(id, process, { onStarted, signal: abort.signal }));
    await here.soon('onStarted', started);
    assert.ok((await count()) > before, 'it is among them');
    abort.abort();
    await here.refused(exec, 'ERR_ABORTED');
    await here.until('its going', async () => (await count()) === before);
  });

  it('processes of an id that is not there are ERR_CONTAINER_NOT_FOUND', {
    capabilities: ['processes'],
  }, async (here) => {
    await here.refused(here.runtime.processes(here.id()), 'ERR_CONTAINER_NOT_FOUND');
  });
});
