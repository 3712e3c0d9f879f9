import { existsSync, mkdtempSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { removeCgroup } from '@caisson/cgroup';
import { afterAll, describe, expect, it } from 'vitest';
import { oomCgroup, type PressureReport } from '../src/index.ts';
import { ended, leftBehind, make, ownUnified, ownV1, spawnIn, write } from './support/cgroups.ts';
import { calm, eventually } from './support/eventually.ts';

const unified = ownUnified ?? '';
const v1 = ownV1('memory');
const limitBytes = 24 << 20;

/** A cgroup with a limit in every hierarchy that is needed for it, for a program that is to wait for memory. */
const straitened = (): readonly string[] => {
  const inTree = make(unified);
  if (v1 === undefined) {
    write(`${inTree}/memory.high`, limitBytes);
    return [inTree];
  }
  const memory = make(v1);
  write(`${memory}/memory.limit_in_bytes`, limitBytes);
  return [memory, inTree];
};

/** Reads a file that is larger than the limit again and again: its pages are reclaimed as fast as they come. */
const thrash = 'head -c 64M /dev/zero >"$0"; while :; do cat "$0" >/dev/null; done';
// Not in a tmpfs, whose pages cannot be given back.
const dir = mkdtempSync('/var/tmp/caisson-pressure-');

const descriptors = (): readonly string[] =>
  readdirSync('/proc/self/fd').flatMap((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`);
    } catch {
      return []; // The directory's own.
    }
  });

afterAll(async () => {
  rmSync(dir, { recursive: true });
  expect(await leftBehind()).toEqual([]);
});

const reason = existsSync('/proc/pressure/memory') ? undefined : 'it has no pressure files';

describe.skipIf(unified === '' || reason)(
  `memory pressure (needs root and a v2 tree${reason ? `; this host refuses a trigger: ${reason}` : ''})`,
  () => {
    it.each([
      ['the kernel’s own trigger', 'events'],
      ['the timer', 'timer'],
    ] as const)('is told by %s with its level and window, and not of a calm cgroup', async (_what, way) => {
      const [stressed, calmed] = [straitened(), straitened()];
      const reports: PressureReport[] = [];
      const onPressure = (report: PressureReport): void => void reports.push(report);
      const pressure = { level: 'some', stallMs: 20, windowMs: 2000 } as const;
      const arm = oomCgroup({ way, intervalMs: 100, pressure, onPressure });
      const idle = await spawnIn(calmed, 'exec sleep 1000');
      const busy = await spawnIn(stressed, `exec sh -c '${thrash}' '${dir}/file'`);
      await using _one = await arm({ pid: busy.pid, id: 'busy' });
      await using _other = await arm({ pid: idle.pid, id: 'idle' });
      await expect.poll(() => reports.length, { timeout: 50_000 }).toBeGreaterThan(0);
      busy.kill('SIGKILL');
      for (const path of [...stressed, ...calmed]) await removeCgroup(path, { kill: true });
      await Promise.all([busy, idle].map(ended));
      // The file of a removed cgroup is ready for ever: nothing may go on asking for it.
      if (way === 'events') await eventually(() => descriptors().filter((name) => /pressure/.test(name)), []);
      for (const report of reports) {
        expect(report).toMatchObject({
          pid: busy.pid,
          id: 'busy',
          level: 'some',
          stallMs: 20,
          windowMs: 2000,
        });
        expect(report.share).toBeGreaterThanOrEqual(0);
        expect(report.share).toBeLessThanOrEqual(1);
      }
      const told = reports.length;
      await calm();
      expect(reports.length).toBe(told);
    });

    it.skipIf(v1 === undefined)(
      'cannot be told where it is this program’s too (needs root and the v1 controller)',
      async () => {
        const path = make(v1 ?? '');
        const child = await spawnIn([path], 'exec sleep 1000');
        await expect(oomCgroup({ onPressure: () => {} })({ pid: child.pid })).rejects.toMatchObject({
          code: 'ERR_NOT_SUPPORTED',
          reason: expect.stringContaining('v2 tree'),
        });
        await removeCgroup(path, { kill: true });
        await ended(child);
      },
    );
  },
);
