import { constants } from 'node:os';
import type { Linux } from '@caisson/linux';
import { readProc } from './memory/proc.ts';
import type { End } from './verdict.ts';

/**
 * How a process ended, which its parent has not reaped yet: as proc_pid_stat(5) tells those who may trace it.
 * `undefined`: it was reaped, or lives.
 */
export const endOf = (pid: number): End | undefined => {
  const stat = readProc(pid, 'stat') ?? '';
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const status = Number(fields[49]); // exit_code, the 52nd of all.
  if (fields[0] !== 'Z' || Number.isNaN(status)) return undefined;
  const number = status & 0x7f;
  if (number === 0) return { exitCode: status >> 8, signal: null };
  const name = Object.entries(constants.signals).find(([, value]) => value === number)?.[0];
  return { exitCode: 128 + number, signal: (name as NodeJS.Signals | undefined) ?? number };
};

/** Calls once when the process is dead; without the native part, or where it is gone already, it never does. */
export const onDeath = (linux: Linux | undefined, pid: number, died: () => void): Disposable => {
  const pidfd = linux && opened(linux, pid);
  if (!linux || pidfd === undefined) return { [Symbol.dispose]: () => {} };
  let open = true;
  const close = (): void => {
    if (open) linux.close(pidfd);
    open = false;
  };
  linux.watch(pidfd, 'in', () => {
    close();
    died();
  });
  return { [Symbol.dispose]: close };
};

const opened = (linux: Linux, pid: number): number | undefined => {
  try {
    return linux.pidfdOpen(pid);
  } catch {
    return undefined;
  }
};
