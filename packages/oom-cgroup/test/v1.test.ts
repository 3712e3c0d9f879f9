import { readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { removeCgroup } from '@caisson/cgroup';
import type { OomReport } from '@caisson/core';
import { afterAll, describe, expect, it } from 'vitest';
import { oomCgroup } from '../src/index.ts';
import { goneProcess, leftBehind, make, ownV1, read, sleeper, starve, write } from './support/cgroups.ts';
import { calm, eventually } from './support/eventually.ts';

const own = ownV1('memory') ?? '';
const limitBytes = 16 << 20;
const limited = (parent = own): string => {
  const path = make(parent);
  write(`${path}/memory.limit_in_bytes`, limitBytes);
  return path;
};
const eventfds = (): number =>
  readdirSync('/proc/self/fd').filter((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`).includes('eventfd');
    } catch {
      return false;
    }
  }).length;
const before = eventfds();

afterAll(async () => {
  expect(await leftBehind()).toEqual([]);
  expect(eventfds()).toBe(before);
});

describe.skipIf(own === '').each(['events', 'timer'] as const)(
  'a watch on a cgroup of v1, told by %s (needs root and the v1 controller)',
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
      expect(watcher).toMatchObject({ cgroup: path, way: way === 'events' ? 'eventfd' : 'timer' });
      for (const kills of [1, 2, 3]) {
        await starve(path);
        await eventually(() => reports.length, kills);
        expect(await watcher.kills()).toBe(kills);
      }
      const one = {
        at: expect.any(Date),
        source: 'cgroup',
        certain: true,
        limitBytes,
        peakBytes: limitBytes,
      };
      expect(reports).toEqual([1, 2, 3].map((kill) => ({ ...one, kill })));
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

    it('tells nothing of SIGKILL, of an OOM in the cgroup above, and of its removal', async () => {
      const outer = make(own);
      write(`${outer}/memory.use_hierarchy`, 1);
      write(`${outer}/memory.limit_in_bytes`, limitBytes);
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
    });

    it('counts in cgroups below, made before or later, or leaves them out', async () => {
      const path = limited();
      const first = make(path);
      await using process = await sleeper(path);
      const seen: string[] = [];
      const { pid } = process;
      await using all = await oomCgroup(options)({ pid, onOom: () => void seen.push('all') });
      await using alone = await oomCgroup({ ...options, descendants: false })({
        pid,
        onOom: () => void seen.push('alone'),
      });
      await starve(first);
      await eventually(() => seen, ['all']);
      const second = make(make(path));
      await starve(second);
      await eventually(() => seen, ['all', 'all']);
      await removeCgroup(first);
      await removeCgroup(second);
      await starve(path);
      await eventually(() => seen.toSorted(), ['all', 'all', 'all', 'alone']);
      expect([await all.kills(), await alone.kills()]).toEqual([3, 1]);
      await process[Symbol.asyncDispose]();
      await removeCgroup(path);
    });

    it('is over when it is disposed, again too, or aborted, and tells nothing then', async () => {
      const path = limited();
      await using process = await sleeper(path);
      const seen: unknown[] = [];
      const leaving = new AbortController();
      const target = { pid: process.pid, onOom: (at: Date) => void seen.push(at) };
      const arm = oomCgroup(options);
      const [disposed, aborted, never] = [
        await arm(target),
        await arm({ ...target, signal: leaving.signal }),
        await arm({ ...target, signal: AbortSignal.abort() }),
      ];
      for (let twice = 0; twice < 2; twice++) await disposed[Symbol.asyncDispose]();
      leaving.abort();
      await starve(path);
      await calm();
      expect(seen).toEqual([]);
      for (const watcher of [disposed, aborted, never]) {
        expect(await watcher.kills()).toBe(0);
        await watcher[Symbol.asyncDispose]();
      }
      await process[Symbol.asyncDispose]();
      await removeCgroup(path);
    });
  },
);

describe.skipIf(own === '')('a cgroup of v1 that vanishes (needs root and the v1 controller)', () => {
  it('is no error: what was counted is all, for the kernel has told of nothing else', async () => {
    const path = limited();
    const process = await sleeper(path);
    const seen: unknown[] = [];
    await using watcher = await oomCgroup()({ pid: process.pid, onOom: (at) => void seen.push(at) });
    await starve(path);
    await eventually(() => seen.length, 1);
    await process[Symbol.asyncDispose]();
    await removeCgroup(path);
    expect(await watcher.kills()).toBe(1);
  });

  it('is unknown to the timer, which cannot know what it has missed', async () => {
    const path = limited();
    const process = await sleeper(path);
    await using watcher = await oomCgroup({ way: 'timer' })({ pid: process.pid });
    await process[Symbol.asyncDispose]();
    await removeCgroup(path);
    expect(await watcher.kills()).toBe('unknown');
  });

  it('was gone with its process before the arming: nothing is watched, and nothing is known', async () => {
    await using watcher = await oomCgroup()({ pid: await goneProcess() });
    expect(watcher).toMatchObject({ cgroup: undefined, way: undefined });
    expect(await watcher.kills()).toBe('unknown');
  });

  it('is refused where it is this program’s own, and what v1 lacks', async () => {
    await expect(oomCgroup()({ pid: process.pid })).rejects.toMatchObject({
      code: 'ERR_NOT_SUPPORTED',
      reason: expect.stringContaining('no memory cgroup of its own'),
    });
    const path = make(own);
    await using sleeping = await sleeper(path);
    await expect(oomCgroup({ oomGroup: true })({ pid: sleeping.pid })).rejects.toMatchObject({
      code: 'ERR_NOT_SUPPORTED',
      reason: expect.stringContaining('v1'),
    });
    expect(read(join(path, 'memory.oom_control'))).toContain('oom_kill 0');
    await sleeping[Symbol.asyncDispose]();
    await removeCgroup(path);
  });
});
