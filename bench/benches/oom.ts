import type { Bench } from '../harness/bench.ts';
import { countKills } from '../parts/oom/counts.ts';
import { measureDelays } from '../parts/oom/delays.ts';
import { measureIdle } from '../parts/oom/idle.ts';

/** Whether every kill is told once, and none that was none. */
export const oom: Bench = {
  name: 'oom',
  about: 'OOM kills: all told, by the kernel’s own log and beside a poller',
  measure: async (place) => [await countKills(place)],
};

export const oomDelay: Bench = {
  name: 'oom-delay',
  about: 'how soon an OOM kill is told',
  measure: async (place) => [await measureDelays(place)],
};

export const oomIdle: Bench = {
  name: 'oom-idle',
  about: 'what a thousand OOM watchers cost while nothing happens, beside a poller',
  measure: measureIdle,
};
