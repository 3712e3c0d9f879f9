import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** How long a process that a runtime's command left between may take to go, in milliseconds. */
const patienceMs = 5_000;

/**
 * Waits until this process is the parent. A detaching crun (1.8) forks, and what it forked may outlive the command
 * for a moment, with init as its child.
 */
export const inherited = async (pid: number): Promise<void> => {
  const until = performance.now() + patienceMs;
  for (let parent = parentOf(pid); parent !== process.pid && parent !== undefined; parent = parentOf(pid)) {
    if (performance.now() >= until) return;
    await sleep(1);
  }
};

/** proc_pid_stat(5): `pid (name) state ppid …`; `undefined` where it is gone. */
const parentOf = (pid: number): number | undefined => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return undefined;
  }
};
