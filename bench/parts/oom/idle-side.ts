import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { loadLinux } from '@caisson/linux';
import { type CgroupOomWatcher, oomCgroup } from '@caisson/oom-cgroup';
import { poller } from './poller.ts';

/** What one side costs while nothing happens. */
export interface IdleCost {
  readonly side: 'nothing' | 'events' | 'timer' | 'poller';
  readonly way: string;
  /** User and system time of the program while it was idle. */
  readonly processorMs: number;
  readonly armMs: number;
  readonly residentBytes: number;
  readonly heapBytes: number;
  readonly descriptors: number;
}

const paths = readFileSync(0, 'utf8').split('\n').filter(Boolean);
const pids = paths.map((path) => Number(readFileSync(`${path}/cgroup.procs`, 'utf8').split('\n')[0]));
const side = process.argv[2] as IdleCost['side'];
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

// Loaded once for all watchers: no part of what one costs.
await loadLinux();
await oomCgroup()({ pid: 2 ** 22 + 1 });
const [memory, open] = [await collect(), descriptors()];
const begin = processorMs();
const watchers: CgroupOomWatcher[] = [];
const peer = side === 'poller' ? poller(500) : undefined;
for (const pid of pids) {
  if (side === 'poller') peer?.follow(pid);
  else if (side !== 'nothing') watchers.push(await oomCgroup({ way: side })({ pid, onOom: () => {} }));
}
const armMs = processorMs() - begin;
const after = await collect();
const idle = processorMs();
await sleep(seconds * 1000);
const cost: IdleCost = {
  side,
  way: watchers[0]?.way ?? '',
  processorMs: processorMs() - idle,
  armMs,
  residentBytes: after.rss - memory.rss,
  heapBytes: after.heapUsed - memory.heapUsed,
  descriptors: descriptors() - open,
};
console.log(JSON.stringify(cost));
peer?.[Symbol.dispose]();
for (const watcher of watchers) await watcher[Symbol.asyncDispose]();
