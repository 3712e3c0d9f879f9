import { setTimeout as sleep } from 'node:timers/promises';
import { parentOf } from './process-start.ts';

/** How long a process that a runtime's command left between may take to go, in milliseconds. */
const patienceMs = 5_000;

/**
 * Waits until this process is the parent. A detaching crun forks, and what it forked may outlive the command for a
 * moment, with init as its child (seen on 1.8.1).
 */
export const inherited = async (pid: number): Promise<void> => {
  const until = performance.now() + patienceMs;
  for (let parent = parentOf(pid); parent !== process.pid && parent !== undefined; parent = parentOf(pid)) {
    if (performance.now() >= until) return;
    await sleep(1);
  }
};
