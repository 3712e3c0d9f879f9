import type { Bench } from '../harness/bench.ts';
import { countKills } from '../parts/oom/counts.ts';
import { measureDelays } from '../parts/oom/delays.ts';
import { measureIdle } from '../parts/oom/idle.ts';

/** Whether every kill is told, how soon, and what it costs while there is none. */
export const oom: Bench = {
  name: 'oom',
  about: 'OOM kills: all told, how soon, and what idle watchers cost, beside a poller',
  measure: async (place) => [await measureDelays(place), await measureIdle(place), await countKills(place)],
};
