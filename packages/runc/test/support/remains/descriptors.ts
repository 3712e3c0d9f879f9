import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readlinkSync } from 'node:fs';

let settled: readonly string[] = [];

const open = (): readonly string[] =>
  readdirSync('/proc/self/fd').flatMap((fd) => {
    try {
      const target = readlinkSync(`/proc/self/fd/${fd}`);
      return /^(pipe|socket):|pidfd|eventfd|runc-suite-/.test(target) ? [`${fd} ${target}`] : [];
    } catch {
      return []; // The directory's own.
    }
  });

/** What Node opens for itself on its first child is no leak. */
export const settleDescriptors = async (): Promise<void> => {
  await once(spawn('true', { stdio: 'pipe' }), 'close');
  process.once('SIGCHLD', () => {});
  settled = open();
};

export const settledDescriptors = (): readonly string[] => settled;

/** The pipes, sockets and descriptors of processes that were not there before. */
export const descriptors = (before: readonly string[]): readonly string[] =>
  open()
    .filter((entry) => !before.includes(entry))
    .map((entry) => `descriptor ${entry}`);
