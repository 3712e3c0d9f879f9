import { readFileSync } from 'node:fs';

/** What one process has used. */
export interface Usage {
  readonly cpuSeconds?: number | undefined;
  readonly residentBytes?: number | undefined;
}

/** Linux tells processor time in hundredths of a second on every architecture (sysconf(_SC_CLK_TCK)). */
const ticksPerSecond = 100;

/** From /proc/PID/stat (proc_pid_stat(5): utime, stime) and /proc/PID/status (VmRSS); empty where it has ended. */
export const readUsage = (pid: number): Usage => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const resident = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return {
      cpuSeconds: (Number(fields[11]) + Number(fields[12])) / ticksPerSecond,
      ...(resident === undefined ? {} : { residentBytes: Number(resident) * 1024 }),
    };
  } catch {
    return {};
  }
};
