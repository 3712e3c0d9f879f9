import { readFileSync } from 'node:fs';

/**
 * When a process started, in clock ticks since boot (proc_pid_stat(5), field 22), which with its pid names it for
 * good; `undefined` where it is gone or a zombie.
 */
export const processStart = (pid: number): string | undefined => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19];
  } catch {
    return undefined;
  }
};
