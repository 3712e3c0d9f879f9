import { readFileSync } from 'node:fs';

/** USER_HZ, in which /proc/stat counts: 100 on every architecture that Node is built for. */
const tickMs = 10;

/**
 * How long the machine's processors have been busy since boot, all of them together, in milliseconds. The kernel
 * samples it tick by tick: true over many operations, not for one.
 */
export const busyMs = (stat: string = readFileSync('/proc/stat', 'utf8')): number => {
  // proc_stat(5). Guests' time is in user's already; stolen time was not ours.
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0] = stat
    .slice(stat.indexOf('cpu ') + 4, stat.indexOf('\n'))
    .trim()
    .split(/\s+/)
    .map(Number);
  return (user + nice + system + irq + softirq) * tickMs;
};
