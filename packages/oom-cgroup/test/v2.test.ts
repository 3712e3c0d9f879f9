import { mkdirSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { cgroupMounts, removeCgroup } from '@caisson/cgroup';
import type { OomReport } from '@caisson/core';
import { afterAll, describe, expect, it } from 'vitest';
import { oomCgroup } from '../src/index.ts';
import { ended, isRoot, leftBehind, make, read, sleeper, spawnIn, starve, write } from './support/cgroups.ts';
import { calm, eventually } from './support/eventually.ts';

const mounts = process.platform === 'linux' ? await cgroupMounts() : undefined;
const able = isRoot && mounts?.version === 'v2';
const tree = mounts?.unified?.mountPoint ?? '';
const limitBytes = 16 << 20;
const limited = (parent = tree): string => {
  const path = make(parent);
  write(`${path}/memory.max`, limitBytes);
  return path;
};
/** With children that may have memory limits. */
const parted = (): string => {
  const path = make(tree);
  write(`${path}/cgroup.subtree_control`, '+memory');
  return path;
};

afterAll(async () => expect(await leftBehind()).toEqual([]));

describe.skipIf(!able).each(['events', 'timer'] as const)(
  'a watch on a cgroup of v2, told by %s (needs root and a pure v2 host)',
  (way) => {
    const options = { way, intervalMs: 20 };

    it('tells each kill with its number, the limit and the peak', async () => {
      const path = limited();
      await using process = await sleeper(path);
      const reports: OomReport[] = [];
      await using watcher = await oomCgroup(options)({
        pid: process.pid,
        onOom: (at, report) => void reports.push({ ...(report as OomReport), at }),
      });
      expect(watcher).toMatchObject({ cgroup: path, way: way === 'events' ? 'inotify' : 'timer' });
      for (const kills of [1, 2, 3]) {
        await starve(path);
        await eventually(() => reports.length, kills);
        expect(await watcher.kills()).toBe(kills);
      }
      const one = { at: expect.any(Date), source: 'cgroup', certain: true, limitBytes };
      expect(reports).toMatchObject([1, 2, 3].map((kill) => ({ ...one, kill })));
      for (const { peakBytes } of reports) expect(peakBytes).toBeGreaterThan(limitBytes / 2);
      await process[Symbol.asyncDispose]();
      await removeCgroup(path);
    });

    it('counts from its arming, and what is fresh from its making', async () => {
      const path = limited();
      await using process = await sleeper(path);
      await starve(path);
      const { pid } = process;
      const seen: string[] = [];
      const arm = oomCgroup(options);
      await using late = await arm({ pid, onOom: (_, report) => void seen.push(`late ${report?.kill}`) });
      await using fresh = await arm({
        pid,
        fresh: true,
        onOom: (_, report) => void seen.push(`fresh ${report?.kill}`),
      });
      expect([await late.kills(), await fresh.kills()]).toEqual([0, 1]);
      await starve(path);
      await eventually(() => seen.toSorted(), ['fresh 1', 'fresh 2', 'late 1']);
      await process[Symbol.asyncDispose]();
      await removeCgroup(path);
    });

    it('tells nothing of SIGKILL, of an OOM beside it, and of its removal', async () => {
      const outer = parted();
      write(`${outer}/memory.max`, limitBytes);
      const [path, sibling] = [make(outer), make(outer)];
      const process = await sleeper(path);
      const seen: unknown[] = [];
      await using watcher = await oomCgroup(options)({ pid: process.pid, onOom: (at) => void seen.push(at) });
      await starve(sibling);
      await process[Symbol.asyncDispose]();
      expect(await watcher.kills()).toBe(0);
      await removeCgroup(outer);
      await calm();
      expect(seen).toEqual([]);
      // It was empty when it was read last: nothing can have been killed since.
      expect(await watcher.kills()).toBe(0);
    });

    it('counts in cgroups below, removed ones too, or leaves them out', async () => {
      const path = parted();
      const init = make(path);
      await using process = await sleeper(init);
      // As a container that moves its processes into a cgroup below its own.
      const below = limited(path);
      const seen: string[] = [];
      const { pid } = process;
      await using own = await oomCgroup({ ...options, descendants: false })({
        pid,
        onOom: () => void seen.push('own'),
      });
      await starve(below);
      expect(await own.kills()).toBe(0);
      write(`${init}/memory.max`, limitBytes);
      await starve(init);
      await eventually(() => seen, ['own']);
      await process[Symbol.asyncDispose]();
      await removeCgroup(path);
    });

    it('watches the parent that was made for it, which keeps the count, and removes that', async () => {
      const parent = parted();
      const path = join(parent, 'caisson.container');
      mkdirSync(path);
      write(`${path}/memory.max`, limitBytes);
      const process = await sleeper(path);
      await using watcher = await oomCgroup(options)({ pid: process.pid, fresh: true });
      expect(watcher.cgroup).toBe(parent);
      await starve(path);
      await process[Symbol.asyncDispose]();
      rmdirSync(path);
      expect(await watcher.kills()).toBe(1);
      await watcher[Symbol.asyncDispose]();
      expect(() => rmdirSync(parent)).toThrow('ENOENT');
    });
  },
);

describe.skipIf(!able)('a cgroup of v2 (needs root and a pure v2 host)', () => {
  it('that vanishes while the kernel tells what happens is no error: the last count is all', async () => {
    const path = limited();
    const process = await sleeper(path);
    const seen: unknown[] = [];
    await using watcher = await oomCgroup()({ pid: process.pid, onOom: (at) => void seen.push(at) });
    await starve(path);
    await eventually(() => seen.length, 1);
    await process[Symbol.asyncDispose]();
    expect(await watcher.kills()).toBe(1);
    await removeCgroup(path);
    expect(await watcher.kills()).toBe(1);
  });

  it('that vanished unread is unknown', async () => {
    const path = limited();
    const process = await sleeper(path);
    await using watcher = await oomCgroup({ way: 'timer' })({ pid: process.pid });
    await process[Symbol.asyncDispose]();
    await removeCgroup(path);
    expect(await watcher.kills()).toBe('unknown');
  });

  it('dies as a whole with oomGroup, and each of its processes counts', async () => {
    const path = limited();
    const [one, two] = [await spawnIn([path], 'exec sleep 1000'), await spawnIn([path], 'exec sleep 1000')];
    await using watcher = await oomCgroup({ oomGroup: true })({ pid: one.pid });
    expect(read(join(path, 'memory.oom.group'))).toBe('1');
    await starve(path);
    await Promise.all([one, two].map(ended));
    const counted = /^oom_kill (\d+)$/m.exec(read(join(path, 'memory.events')))?.[1];
    expect([one.signalCode, two.signalCode]).toEqual(['SIGKILL', 'SIGKILL']);
    // The kernel counts the process that it chose again when it kills the group (seen on 6.12).
    expect(Number(counted)).toBeGreaterThanOrEqual(3);
    expect(await watcher.kills()).toBe(Number(counted));
    await removeCgroup(path);
  });

  it('is left alone without oomGroup', async () => {
    const path = limited();
    await using process = await sleeper(path);
    await using _watcher = await oomCgroup()({ pid: process.pid });
    await starve(path);
    expect(read(join(path, 'memory.oom.group'))).toBe('0');
    await process[Symbol.asyncDispose]();
    await removeCgroup(path);
  });
});
