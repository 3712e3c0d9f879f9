import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { OomTarget } from '@caisson/core';
import { loadLinux } from '@caisson/linux';
import { oomCgroup } from '@caisson/oom-cgroup';
import { oomGvisor } from '@caisson/oom-gvisor';
import { poller } from './poller.ts';

/** Of containers, and of gVisor's sandboxes. */
export type SideName = 'nothing' | 'events' | 'timer' | 'poller' | 'sandbox' | 'sandbox-poller';

/** What one side costs while nothing happens. */
export interface IdleCost {
  readonly side: SideName;
  /** How it learns of a kill. */
  readonly way: string;
  /** User and system time of the program while it was idle. */
  readonly processorMs: number;
  readonly armMs: number;
  readonly residentBytes: number;
  readonly heapBytes: number;
  readonly descriptors: number;
}

interface Watch extends AsyncDisposable {
  readonly way: string;
}

const pids = readFileSync(0, 'utf8').split('\n').filter(Boolean).map(Number);
const side = process.argv[2] as SideName;
const seconds = Number(process.argv[3]);

const descriptors = (): number => readdirSync('/proc/self/fd').length;
const processorMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};
const collect = async (): Promise<NodeJS.MemoryUsage> => {
  for (let turn = 0; turn < 5; turn++) {
    globalThis.gc?.();
    await sleep(100);
  }
  return process.memoryUsage();
};

const peer = poller(500);
const watch: Readonly<Record<SideName, (target: OomTarget) => Promise<Watch | undefined>>> = {
  nothing: async () => undefined,
  events: async (target) => {
    const watcher = await oomCgroup({ way: 'events' })(target);
    return { ...watcher, way: watcher.way ?? 'none' };
  },
  timer: async (target) => {
    const watcher = await oomCgroup({ way: 'timer' })(target);
    return { ...watcher, way: watcher.way ?? 'none' };
  },
  poller: async ({ pid }) => void peer.follow(pid),
  sandbox: async (target) => {
    const watcher = await oomGvisor({ limitBytes: 1 << 30 })(target);
    return { ...watcher, way: watcher.source };
  },
  // The simplest that could be done: the resident pages of the sandbox's process.
  'sandbox-poller': async ({ pid }) => void peer.followPages(pid),
};

// Loaded once for all watchers: no part of what one costs.
await loadLinux();
await oomCgroup()({ pid: 2 ** 22 + 1 });
const [memory, open] = [await collect(), descriptors()];
const begin = processorMs();
const watches: Watch[] = [];
for (const pid of pids) {
  const one = await watch[side]({ pid, onOom: () => {} });
  if (one) watches.push(one);
}
const armMs = processorMs() - begin;
const after = await collect();
const idle = processorMs();
await sleep(seconds * 1000);
const cost: IdleCost = {
  side,
  way: [...new Set(watches.map(({ way }) => way))].join(),
  processorMs: processorMs() - idle,
  armMs,
  residentBytes: after.rss - memory.rss,
  heapBytes: after.heapUsed - memory.heapUsed,
  descriptors: descriptors() - open,
};
console.log(JSON.stringify(cost));
peer[Symbol.dispose]();
for (const one of watches) await one[Symbol.asyncDispose]();
