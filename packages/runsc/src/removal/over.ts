import { readFileSync } from 'node:fs';
import { sandboxRuns } from '../sandbox-process.ts';
import type { Recorded } from '../state-file.ts';

/** Whether its sandbox does not run: it is gone, or dead and not reaped, or its number is another process's by now. */
export const sandboxIsOver = (id: string, record: Recorded | undefined): boolean =>
  record !== undefined && !(record.sandbox?.pid && sandboxRuns(id, record.sandbox.pid));

/** Whether the gofer is over; one that is not is told to end, as by runsc: it serves nobody. */
export const endGofer = (stateDir: string, { goferPid }: Recorded): boolean => {
  if (!goferPid || !goferRuns(stateDir, goferPid)) return true;
  try {
    process.kill(goferPid, 'SIGKILL');
    return false;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    return true;
  }
};

/** By its command line, which has the root that runsc was given: the number may be another process's by now. */
const goferRuns = (stateDir: string, pid: number): boolean => {
  try {
    const [name, ...args] = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    return name === 'runsc-gofer' && args.includes(`--root=${stateDir}`);
  } catch {
    return false;
  }
};
