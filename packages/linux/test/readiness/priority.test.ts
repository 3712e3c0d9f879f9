import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readSync,
  rmdirSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { afterAll, expect, it } from 'vitest';
import { loadLinux } from '../../src/index.ts';

const linux = await loadLinux();

/** A PSI trigger: half a second of stalls within two seconds. Only whole two-second windows need no privilege. */
const psiTrigger = (resource: string): number => {
  const fd = openSync(`/proc/pressure/${resource}`, 'r+');
  try {
    // The kernel takes the last byte for the end of the text.
    writeSync(fd, 'some 500000 2000000\0');
  } catch (error) {
    closeSync(fd);
    throw error;
  }
  return fd;
};
const refusedPsi = ((): string | undefined => {
  try {
    closeSync(psiTrigger('cpu'));
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
})();

it.skipIf(refusedPsi)(
  `tells of processor pressure as PSI does${refusedPsi ? ` (this host refuses a trigger: ${refusedPsi})` : ''}`,
  { timeout: 300_000 },
  async () => {
    const hogs: ChildProcess[] = [];
    const fd = psiTrigger('cpu');
    try {
      let calls = 0;
      const twice = new Promise<void>((resolve) => {
        linux.watch(fd, 'pri', () => {
          if (++calls === 2) resolve();
        });
      });
      // As for reading, it is always ready; a trigger tells once in its window.
      for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
      expect(calls).toBeLessThan(2);
      for (let hog = 0; hog < 6; hog++)
        hogs.push(spawn('sh', ['-c', 'while :; do :; done'], { stdio: 'ignore' }));
      await twice;
    } finally {
      linux.close(fd);
      for (const hog of hogs) hog.kill('SIGKILL');
      await Promise.all(hogs.map((hog) => once(hog, 'exit')));
    }
  },
);

const tree = ['/sys/fs/cgroup', '/sys/fs/cgroup/unified'].find(
  (path) => existsSync(`${path}/cgroup.procs`) && existsSync(`${path}/cgroup.controllers`),
);
const cgroup = `${tree}/caisson-linux-test-${process.pid}`;
const refusedCgroup = ((): string | undefined => {
  if (tree === undefined) return 'there is no cgroup v2 tree';
  try {
    mkdirSync(cgroup);
    rmdirSync(cgroup);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
})();

afterAll(() => expect(existsSync(cgroup)).toBe(false));

it.skipIf(refusedCgroup)(
  `tells of a change in a cgroup's events file${refusedCgroup ? ` (needs root and cgroup v2: ${refusedCgroup})` : ''}`,
  async () => {
    mkdirSync(cgroup);
    const fd = openSync(`${cgroup}/cgroup.events`, 'r');
    const read = (): string => {
      const bytes = Buffer.alloc(100);
      return bytes.toString('utf8', 0, readSync(fd, bytes, 0, bytes.length, 0));
    };
    const child = spawn('sleep', ['600'], { stdio: 'ignore' });
    try {
      const told = [read()];
      linux.watch(fd, 'pri', () => told.push(read()));
      writeFileSync(`${cgroup}/cgroup.procs`, String(child.pid));
      await expect.poll(() => told.at(-1), { timeout: 30_000 }).toContain('populated 1');
      child.kill('SIGKILL');
      await expect.poll(() => told.at(-1), { timeout: 30_000 }).toContain('populated 0');
      expect(told.length).toBeLessThan(6);
    } finally {
      linux.close(fd);
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
      rmdirSync(cgroup);
    }
  },
);
