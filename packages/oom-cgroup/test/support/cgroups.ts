import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { ended, spawnIn } from '../../../cgroup/test/fixtures/own-cgroup.ts';

export * from '../../../cgroup/test/fixtures/own-cgroup.ts';

/** Runs a program in a cgroup until the kernel kills it for memory. */
export const starve = async (path: string): Promise<void> => {
  // The first that the kernel thinks of, however small the others in it are.
  const child = await spawnIn([path], 'echo 1000 >/proc/self/oom_score_adj; exec tail /dev/zero');
  await ended(child);
  if (child.signalCode !== 'SIGKILL') throw new Error(`it was not killed: ${child.exitCode}`);
};

/** A process in a cgroup, for a watcher to find it by. */
export const sleeper = async (path: string): Promise<AsyncDisposable & { readonly pid: number }> => {
  const child = await spawnIn([path], 'exec sleep 1000');
  return {
    pid: child.pid,
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGKILL');
      await ended(child);
    },
  };
};

/** The pid of a process that has been reaped. */
export const goneProcess = async (): Promise<number> => {
  const child = spawn('true');
  await once(child, 'exit');
  return child.pid ?? 0;
};
