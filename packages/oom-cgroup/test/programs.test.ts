import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { cgroupMounts, removeCgroup } from '@caisson/cgroup';
import { afterAll, describe, expect, it } from 'vitest';
import {
  isRoot,
  leftBehind,
  make,
  ownUnified,
  ownV1,
  sleeper,
  spawnIn,
  starve,
  write,
} from './support/cgroups.ts';

const mounts = process.platform === 'linux' ? await cgroupMounts() : undefined;
const v1 = ownV1('memory');
const parent = v1 ?? (isRoot && mounts?.version === 'v2' ? mounts.unified?.mountPoint : undefined);
const events = v1 === undefined ? 'inotify' : 'eventfd';

afterAll(async () => expect(await leftBehind()).toEqual([]));

const program = (name: string, ...args: readonly unknown[]) => {
  const file = fileURLToPath(new URL(`./fixtures/${name}.ts`, import.meta.url));
  const child = spawn(process.execPath, [file, ...args.map(String)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let out = '';
  child.stdout.on('data', (chunk) => (out += chunk));
  return { lines: () => out.trim().split('\n'), ended: once(child, 'close') };
};

describe.skipIf(parent === undefined)(
  'a program that watches (needs root and a memory cgroup of v1 or v2)',
  () => {
    const limited = (): string => {
      const path = make(parent ?? '');
      write(`${path}/${v1 === undefined ? 'memory.max' : 'memory.limit_in_bytes'}`, 16 << 20);
      return path;
    };

    it.each([
      ['events', events],
      ['timer', 'timer'],
    ])('ends by itself where nothing else is pending, told by %s', async (way, told) => {
      // In the v2 tree too, where pressure is told.
      const paths = [limited(), ...(v1 !== undefined && ownUnified !== undefined ? [make(ownUnified)] : [])];
      const child = await spawnIn(paths, 'exec sleep 1000');
      const { lines, ended } = program('idle', child.pid, way);
      expect((await ended)[0]).toBe(0);
      expect(lines()).toEqual([told]);
      for (const path of paths) await removeCgroup(path, { kill: true });
    });

    it('is told without the native part too, as in a Worker', async () => {
      const path = limited();
      await using process = await sleeper(path);
      const { lines, ended } = program('in-worker', process.pid);
      await expect.poll(lines, { timeout: 30_000 }).toEqual([v1 === undefined ? 'inotify' : 'timer']);
      await starve(path);
      await ended;
      expect(lines()).toEqual([v1 === undefined ? 'inotify' : 'timer', 'kill 1']);
      await process[Symbol.asyncDispose]();
      await removeCgroup(path);
    });
  },
);
