import type { ContainerEvent, Runtime } from '@caisson/core';
import { memoryLimit, namespace, pidsLimit } from '@caisson/oci-spec';
import { beforeAll, expect, it } from 'vitest';
import { failure } from '../../runc/test/support/failure.ts';
import { gather } from '../../runc/test/support/gather.ts';
import { until } from '../../runc/test/support/until.ts';
import { inBothModes, sh, world } from './support/world.ts';

const here = world();

inBothModes('a created container', (waiting) => {
  let runtime: Runtime;
  let sleeping: string;
  const exact = waiting === 'native';
  beforeAll(async () => {
    runtime = await here.runtime({ waiting });
    sleeping = await here.bundle(['sleep', '1000'], memoryLimit('64MiB'), pidsLimit(50));
  });
  const running = async (bundle = sleeping): Promise<string> => {
    const id = here.id();
    await runtime.create(id, bundle);
    await runtime.start(id);
    return id;
  };
  const stopped = (id: string): Promise<unknown> =>
    until(async () => (await runtime.state(id)).status === 'stopped');

  it('is created, started, waited for and deleted, with its states on the way', async () => {
    const id = here.id();
    const out = gather();
    const bundle = await here.bundle(sh('echo out; exit 9'));
    const state = await runtime.create(id, bundle, { stdout: out.sink });
    expect(state).toMatchObject({
      ociVersion: expect.any(String),
      id,
      bundle,
      status: 'created',
      pid: expect.any(Number),
    });
    const listed = await runtime.list();
    expect(listed).toEqual([expect.objectContaining({ ociVersion: '1.0.0', id, bundle, status: 'created' })]);
    expect(out.text()).toBe('');
    await runtime.start(id);
    const waits = Promise.all([runtime.wait(id), runtime.wait(id)]);
    if (exact)
      expect(await waits).toEqual(Array(2).fill(expect.objectContaining({ exitCode: 9, oomKills: 0 })));
    else await failure('ERR_STATUS_LOST', waits);
    await stopped(id);
    expect(await runtime.state(id)).not.toHaveProperty('pid');
    await until(() => out.text() === 'out\n');
    await runtime.delete(id);
    await failure('ERR_CONTAINER_NOT_FOUND', runtime.state(id));
    expect(await runtime.list()).toEqual([]);
    expect(here.remains.now()).toEqual([]);
  });

  it('tells a kill for memory to whoever waits', async () => {
    if (!runtime.capabilities.waitCreated) return expect(waiting).toBe('foreground');
    const id = await running(await here.bundle(['tail', '/dev/zero'], memoryLimit('16MiB')));
    expect(await runtime.wait(id)).toMatchObject({ exitCode: 137, oomKilled: true, oomKills: 1 });
    await runtime.delete(id);
  });

  it('tells its end to those who subscribed to its events', async () => {
    const id = here.id();
    await runtime.create(id, await here.bundle(sh('exit 3')));
    const events = (async () => {
      const seen: ContainerEvent[] = [];
      for await (const event of runtime.events(id)) seen.push(event);
      return seen;
    })();
    await runtime.start(id);
    expect((await events).map(({ type }) => type)).toEqual([exact ? 'exit' : 'error']);
    await runtime.delete(id);
  });

  it('is signalled: init alone, or every process', async () => {
    const shared = namespace('pid', 'host');
    const pair = sh('sh -c "sleep 1001; true" & exec sleep 1000');
    const left = (): number => here.remains.processes().length;
    const id = await running(await here.bundle(pair, shared));
    await until(() => left() === 3);
    // SIGKILL would take the others along, with newer releases.
    await runtime.kill(id, 'SIGTERM');
    await stopped(id);
    expect(left()).toBe(2);
    await runtime.delete(id, { force: true });
    await until(() => left() === 0);
    for (const signal of ['SIGKILL', 'SIGTERM'] as const) {
      const other = await running(await here.bundle(pair, shared));
      await until(() => left() === 3);
      await runtime.kill(other, signal, { all: true });
      await until(() => left() === 0);
      await runtime.delete(other);
      expect(here.remains.now()).toEqual([]);
    }
  });

  it('refuses what its state does not allow', async () => {
    const id = await running();
    await failure('ERR_CONTAINER_EXISTS', runtime.create(id, sleeping));
    await failure('ERR_WRONG_STATE', runtime.start(id));
    await failure('ERR_WRONG_STATE', runtime.delete(id));
    await failure('ERR_WRONG_STATE', runtime.resume(id));
    await runtime.pause(id);
    await failure('ERR_WRONG_STATE', runtime.pause(id));
    await failure('ERR_WRONG_STATE', runtime.exec(id, here.process(['true'])));
    await runtime.resume(id);
    await runtime.kill(id, 'SIGKILL');
    await stopped(id);
    await failure('ERR_WRONG_STATE', runtime.start(id));
    await failure('ERR_CONTAINER_NOT_RUNNING', runtime.kill(id, 'SIGTERM'));
    await failure('ERR_CONTAINER_NOT_RUNNING', runtime.stats(id));
    await runtime.delete(id);
    for (const verb of [
      'start',
      'state',
      'pause',
      'resume',
      'stats',
      'processes',
      'wait',
      'delete',
    ] as const) {
      await failure('ERR_CONTAINER_NOT_FOUND', runtime[verb](id));
    }
    await failure('ERR_CONTAINER_NOT_FOUND', runtime.kill(id, 'SIGTERM'));
    await failure('ERR_CONTAINER_NOT_FOUND', runtime.update(id, { pids: { limit: 5 } }));
    await runtime.delete(id, { force: true });
    expect(here.remains.now()).toEqual([]);
  });

  it('is paused and goes on, and can be killed or deleted while it is paused', async () => {
    let chunks = 0;
    const id = here.id();
    const counting = await here.bundle(sh('while :; do echo x; sleep 0.01; done'));
    await runtime.create(id, counting, { stdout: () => void chunks++ });
    await runtime.start(id);
    await until(() => chunks > 3);
    await runtime.pause(id);
    expect(await runtime.state(id)).toMatchObject({ status: 'paused' });
    const used = async (): Promise<bigint | undefined> => (await runtime.stats(id)).cpu?.usageNs;
    const before = await used();
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(await used()).toBe(before);
    const seen = chunks;
    await runtime.resume(id);
    await until(() => chunks > seen + 3);
    await runtime.pause(id);
    await runtime.kill(id, 'SIGKILL');
    await stopped(id);
    await runtime.delete(id);
    const other = await running();
    await runtime.pause(other);
    await runtime.delete(other, { force: true });
    expect(here.remains.now()).toEqual([]);
  });

  it('is updated, and what is not named stays', async () => {
    const id = await running();
    await runtime.update(id, { memory: { limit: 128 << 20 } });
    await runtime.update(id, { pids: { limit: 7 } });
    const { memory, pids, cpu } = await runtime.stats(id);
    expect([memory?.limitBytes, pids?.limit, pids?.current]).toEqual([128 << 20, 7, 1]);
    expect(cpu?.usageNs).toBeTypeOf('bigint');
    expect(await runtime.processes(id)).toEqual([expect.objectContaining({ args: ['sleep', '1000'] })]);
    await runtime.delete(id, { force: true });
  });

  it('is deleted once for many callers at once by force', async () => {
    const id = await running();
    await Promise.all(Array.from({ length: 5 }, () => runtime.delete(id, { force: true })));
    expect(here.remains.now()).toEqual([]);
  });

  it('is waited for by another object of this process', async () => {
    const id = await running();
    const other = await here.runtime({ waiting });
    const waited = other.wait(id);
    waited.catch(() => {});
    // As many commands as it takes to find out whom to wait for, and more.
    for (let i = 0; i < 5; i++) await other.state(id);
    await runtime.kill(id, 'SIGKILL');
    // Each object waits for itself, which a kernel before 6.15 lets the one that made it do alone.
    if (other.capabilities.waitAny) expect(await waited).toMatchObject({ exitCode: 137, signal: 'SIGKILL' });
    else await failure('ERR_STATUS_LOST', waited);
    await stopped(id);
    await runtime.delete(id);
  });
});
