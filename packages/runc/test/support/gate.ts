import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OomWatcherFactory } from '@caisson/core';
import { bindMount, type Change } from '@caisson/oci-spec';

/** What a program in a container waits at until the test lets it go on. */
export interface Gate {
  readonly change: Change;
  /** Shell words that end when it is open. */
  readonly wait: string;
  readonly open: () => void;
}

export const gateIn = (dir: string): Gate => {
  const outside = mkdtempSync(join(dir, 'gate-'));
  return {
    change: bindMount(outside, '/mnt'),
    wait: 'until test -e /mnt/open; do sleep 0.02; done',
    open: () => writeFileSync(join(outside, 'open'), ''),
  };
};

/** What is told when a runtime looks after a container that it did not make: only then does it arm this watcher. */
export const armed = (): { readonly oom: OomWatcherFactory; readonly held: Promise<void> } => {
  const { promise: held, resolve } = Promise.withResolvers<void>();
  const watcher = { kills: async () => 0, [Symbol.asyncDispose]: async () => {} };
  const oom: OomWatcherFactory = async () => {
    resolve();
    return watcher;
  };
  return { held, oom };
};

/** How many pidfds of a process this one holds: whoever waits for the end of another's child has one. */
export const pidfdsOf = (pid: number): number => {
  const holds = (fd: string): boolean => {
    try {
      return readFileSync(`/proc/self/fdinfo/${fd}`, 'utf8').includes(`\nPid:\t${pid}\n`);
    } catch {
      return false; // Closed since.
    }
  };
  return readdirSync('/proc/self/fdinfo').filter(holds).length;
};
