import { afterAll, describe, expect, it } from 'vitest';
import { cgroupsOf, readCpu, readMemory, readOomKills, readPids, removeCgroup } from '../../src/index.ts';
import { ended, leftBehind, make, ownV1, spawnIn, write } from '../fixtures/own-cgroup.ts';

const memory = ownV1('memory') ?? '';
const pids = ownV1('pids') ?? '';
const cpu = ownV1('cpu') ?? '';
const cpuacct = ownV1('cpuacct') ?? '';
const limitBytes = 16 * 1024 * 1024;

afterAll(async () => expect(await leftBehind()).toEqual([]));

describe.skipIf(memory === '')('the memory counters of v1 (needs root and the v1 controller)', () => {
  it('tell no limit where none was set, and no kill', async () => {
    const path = make(memory);
    expect(await readMemory({ version: 1, path })).toMatchObject({ usageBytes: 0, peakBytes: 0 });
    expect(await readMemory({ version: 1, path })).not.toHaveProperty('limitBytes');
    expect(await readOomKills({ version: 1, path })).toBe(0);
    await removeCgroup(path);
  });

  it('count each process that the kernel kills, and nobody’s SIGKILL', async () => {
    const path = make(memory);
    write(`${path}/memory.limit_in_bytes`, limitBytes);
    for (const kills of [1, 2]) {
      const child = await spawnIn([path], 'exec tail /dev/zero');
      await ended(child);
      expect(child.signalCode).toBe('SIGKILL');
      expect(await readOomKills({ version: 1, path })).toBe(kills);
    }
    const killed = await spawnIn([path], 'exec sleep 1000');
    killed.kill('SIGKILL');
    await ended(killed);
    expect(await readOomKills({ version: 1, path })).toBe(2);
    expect(await readMemory({ version: 1, path })).toMatchObject({ limitBytes, peakBytes: limitBytes });
    await removeCgroup(path);
    expect(await readOomKills({ version: 1, path })).toBeUndefined();
    expect(await readMemory({ version: 1, path })).toEqual({});
  });
});

describe.skipIf(pids === '')('the pids counters of v1 (needs root and the v1 controller)', () => {
  it('count what is in it, and tell a limit where one is', async () => {
    const path = make(pids);
    expect(await readPids({ version: 1, path })).toEqual({ current: 0 });
    write(`${path}/pids.max`, 9);
    const child = await spawnIn([path], 'exec sleep 1000');
    expect(await readPids({ version: 1, path })).toEqual({ current: 1, limit: 9 });
    await removeCgroup(path, { kill: true });
    await ended(child);
  });
});

describe.skipIf(cpu === '' || cpuacct === '')(
  'the cpu counters of v1 (needs root and the v1 controllers)',
  () => {
    it('tell time used, time throttled and the quota, across two hierarchies', async () => {
      const dirs = [make(cpu), ...(cpu === cpuacct ? [] : [make(cpuacct)])];
      write(`${dirs[0]}/cpu.cfs_quota_us`, 20000);
      const child = await spawnIn(dirs, 'while :; do :; done');
      const cgroups = await cgroupsOf(child.pid);
      await expect
        .poll(async () => (await readCpu(cgroups)).throttling?.throttledPeriods, { timeout: 30_000 })
        .toBeGreaterThan(1);
      const { usageNs, userNs, systemNs, throttling, limitCpus } = await readCpu(cgroups);
      expect(limitCpus).toBe(0.2);
      expect(throttling?.periods).toBeGreaterThan(1);
      expect(throttling?.throttledNs).toBeGreaterThan(1_000_000n);
      expect(usageNs).toBeGreaterThan(20_000_000n);
      expect((userNs ?? 0n) + (systemNs ?? 0n)).toBeGreaterThan(20_000_000n);
      for (const path of dirs) await removeCgroup(path, { kill: true });
      await ended(child);
      expect(await readCpu(cgroups)).toEqual({});
    });
  },
);
