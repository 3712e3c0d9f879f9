import { cpus, memoryLimit, pidsLimit } from '@caisson/oci-spec';
import { expect, it } from 'vitest';
import { failure } from './support/failure.ts';
import { inBothModes } from './support/modes.ts';
import { until } from './support/until.ts';
import { sh, world } from './support/world.ts';

const here = world();

inBothModes('stats and processes', (waiting) => {
  it('tells memory, cpu, throttling, pids and network in one shape with units', async () => {
    const runtime = await here.runtime({ waiting });
    const id = here.id();
    const busy = sh(
      'dd if=/dev/zero of=/dev/shm/x bs=1M count=20 2>/dev/null; sleep 1000 & sleep 1000 & while :; do :; done',
    );
    await runtime.create(id, await here.bundle(busy, memoryLimit('128MiB'), pidsLimit(40), cpus(0.2)));
    await runtime.start(id);
    // With two sleepers: dd is a second process until it has written.
    const stats = await until(async () => {
      const now = await runtime.stats(id);
      return (now.cpu?.throttling?.throttledPeriods ?? 0) > 1 && now.pids?.current === 3 && now;
    });
    expect(stats.at).toBeInstanceOf(Date);
    expect(stats.memory).toMatchObject({ limitBytes: 128 << 20, usageBytes: expect.any(Number) });
    expect(stats.memory?.usageBytes).toBeGreaterThan(20 << 20);
    expect(stats.memory?.cacheBytes).toBeGreaterThanOrEqual(20 << 20); // What /dev/shm holds counts as cache.
    expect(stats.pids).toEqual({ current: 3, limit: 40 });
    const { usageNs, userNs, throttling } = stats.cpu ?? {};
    expect(usageNs).toBeGreaterThan(10_000_000n);
    expect(userNs).toBeGreaterThan(0n);
    expect(throttling?.throttledNs).toBeGreaterThan(0n);
    expect(throttling?.periods).toBeGreaterThanOrEqual(throttling?.throttledPeriods ?? 0);
    // A container of its own network has a loopback of its own, over which nothing went.
    expect(stats.network).toEqual([
      expect.objectContaining({ name: 'lo', sentBytes: 0n, receivedBytes: 0n }),
    ]);
    await runtime.delete(id, { force: true });
    expect(here.remains.now()).toEqual([]);
  });

  it('counts what crosses an interface', async () => {
    const runtime = await here.runtime({ waiting });
    const id = here.id();
    const talk = sh('node -e 0 2>/dev/null; bash -c "echo x >/dev/tcp/127.0.0.1/1" 2>/dev/null; sleep 1000');
    await runtime.create(id, await here.bundle(talk));
    await runtime.start(id);
    const lo = await until(async () => {
      const found = (await runtime.stats(id)).network?.find(({ name }) => name === 'lo');
      return (found?.sentPackets ?? 0n) > 0n && found;
    });
    expect(lo.receivedBytes).toBe(lo.sentBytes);
    await runtime.delete(id, { force: true });
  });

  it('lists the processes by pids that kill takes', async () => {
    const runtime = await here.runtime({ waiting });
    const id = here.id();
    await runtime.create(id, await here.bundle(sh('sleep 1001 & sleep 1002 & wait; wait')));
    await runtime.start(id);
    const three = await until(async () => {
      const all = await runtime.processes(id);
      return all.filter(({ args }) => args?.[0] === 'sleep').length === 2 && all;
    });
    expect(three).toHaveLength(3);
    const victim = three.find(({ args }) => args?.[1] === '1001');
    expect(victim).toMatchObject({ args: ['sleep', '1001'], hostPid: victim?.pid });
    await runtime.kill(id, 'SIGKILL', { pid: victim?.pid });
    await until(async () => (await runtime.processes(id)).length === 2);
    expect(await runtime.state(id)).toMatchObject({ status: 'running' });
    await failure('ERR_CONTAINER_NOT_RUNNING', runtime.kill(id, 'SIGKILL', { pid: process.pid }));
    await runtime.delete(id, { force: true });
  });

  it('tells them of a container that another object made, and not of one that has ended', async () => {
    const [runtime, other] = [await here.runtime({ waiting }), await here.runtime({ waiting })];
    const id = here.id();
    await runtime.create(id, await here.bundle(['sleep', '1000']));
    await runtime.start(id);
    expect((await other.stats(id)).pids?.current).toBe(1);
    expect(await other.processes(id)).toHaveLength(1);
    await runtime.kill(id, 'SIGKILL');
    await until(async () => (await runtime.state(id)).status === 'stopped');
    for (const ask of [runtime.stats, other.stats, runtime.processes, other.processes]) {
      await failure('ERR_CONTAINER_NOT_RUNNING', ask(id));
    }
    await runtime.delete(id);
    await failure('ERR_CONTAINER_NOT_FOUND', runtime.stats(id));
  });
});
