import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  cgroupMounts,
  cgroupsOf,
  memoryCgroupOf,
  readCpu,
  readMemory,
  readOomKills,
  readPids,
  removeCgroup,
} from '../../src/index.ts';
import { ended, isRoot, leftBehind, make, read, spawnIn, write } from '../fixtures/own-cgroup.ts';

const mounts = process.platform === 'linux' ? await cgroupMounts() : undefined;
const top = isRoot && mounts?.version === 'v2' ? mounts.unified?.mountPoint : undefined;
const limitBytes = 16 * 1024 * 1024;

describe.skipIf(top === undefined)('the counters of v2 (needs root and a pure v2 host)', () => {
  const tree = top ?? '';
  const needed = ['memory', 'pids', 'cpu'];
  let before: readonly string[] = [];

  beforeAll(() => {
    before = read(`${tree}/cgroup.subtree_control`).split(' ');
    write(`${tree}/cgroup.subtree_control`, needed.map((name) => `+${name}`).join(' '));
  });
  afterAll(async () => {
    expect(await leftBehind()).toEqual([]);
    const added = needed.filter((name) => !before.includes(name));
    if (added.length > 0) write(`${tree}/cgroup.subtree_control`, added.map((name) => `-${name}`).join(' '));
  });

  it('count each process that the kernel kills, in the cgroup and above it, and nobody’s SIGKILL', async () => {
    const outer = make(tree);
    write(`${outer}/cgroup.subtree_control`, '+memory');
    const path = make(outer);
    write(`${path}/memory.max`, limitBytes);
    expect(await readOomKills({ version: 2, path })).toBe(0);
    const killed = await spawnIn([path], 'exec sleep 1000');
    expect(await memoryCgroupOf(killed.pid)).toEqual({ version: 2, path });
    killed.kill('SIGKILL');
    const child = await spawnIn([path], 'exec tail /dev/zero');
    await Promise.all([killed, child].map(ended));
    expect(child.signalCode).toBe('SIGKILL');
    expect(await readOomKills({ version: 2, path })).toBe(1);
    const { limitBytes: limit, peakBytes = 0 } = await readMemory({ version: 2, path });
    expect(limit).toBe(limitBytes);
    expect(peakBytes).toBeGreaterThan(limitBytes / 2);
    expect(await readMemory({ version: 2, path: outer })).not.toHaveProperty('limitBytes');
    await removeCgroup(path);
    expect(await readOomKills({ version: 2, path })).toBeUndefined();
    expect(await readOomKills({ version: 2, path: outer })).toBe(1);
    await removeCgroup(outer);
  });

  it('are of the nearest cgroup above where the memory controller is off', async () => {
    const outer = make(tree);
    const child = await spawnIn([make(outer)], 'exec sleep 1000');
    expect(await memoryCgroupOf(child.pid)).toEqual({ version: 2, path: outer });
    expect((await cgroupsOf(child.pid)).controller('memory')).toBeUndefined();
    await removeCgroup(outer, { kill: true });
    await ended(child);
  });

  it('tell processes, processor time and both limits', async () => {
    const path = make(tree);
    write(`${path}/pids.max`, 9);
    write(`${path}/cpu.max`, '20000 100000');
    const child = await spawnIn([path], 'while :; do :; done');
    const cgroups = await cgroupsOf(child.pid);
    const pids = cgroups.controller('pids');
    expect(pids).toEqual({ version: 2, path });
    expect(pids && (await readPids(pids))).toEqual({ current: 1, limit: 9 });
    await expect
      .poll(async () => (await readCpu(cgroups)).throttling?.throttledPeriods, { timeout: 20_000 })
      .toBeGreaterThan(1);
    const { usageNs, limitCpus } = await readCpu(cgroups);
    expect(limitCpus).toBe(0.2);
    expect(usageNs).toBeGreaterThan(10_000_000n);
    await removeCgroup(path, { kill: true });
    await ended(child);
  });

  it('are of no cgroup at the tree’s top', async () => {
    const child = await spawnIn([tree], 'exec sleep 1000');
    expect(await memoryCgroupOf(child.pid)).toBeUndefined();
    child.kill('SIGKILL');
    await ended(child);
  });
});
