import { readFileSync } from 'node:fs';

/** proc_pid_stat(5), from the state on (field 3); `undefined` where it is gone. */
const statOf = (pid: number): readonly string[] | undefined => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' '); // Its name may hold anything.
  } catch {
    return undefined;
  }
};

/**
 * When a process started, in clock ticks since boot, which with its pid names it for good; `undefined` where it is
 * gone or a zombie.
 */
export const processStart = (pid: number): string | undefined => {
  const fields = statOf(pid);
  return fields?.[0] === 'Z' || fields?.[0] === 'X' ? undefined : fields?.[19];
};

export const parentOf = (pid: number): number | undefined => numberAt(pid, 1);

export const processGroupOf = (pid: number): number | undefined => numberAt(pid, 2);

/** PF_FORKNOEXEC of linux/sched.h. */
const forkedNoExec = 0x40;

/** Whether a process runs, and a program of its own: not its parent's, as after a fork. */
export const runsProgram = (pid: number): boolean =>
  processStart(pid) !== undefined && ((numberAt(pid, 6) ?? 0) & forkedNoExec) === 0;

const numberAt = (pid: number, field: number): number | undefined => {
  const text = statOf(pid)?.[field];
  return text === undefined ? undefined : Number(text);
};
