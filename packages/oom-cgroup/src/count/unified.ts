import { readFileSync } from 'node:fs';
import { readOomKillsSync } from '@caisson/cgroup';
import { fileAlarm } from '../alarms/file.ts';
import { everyTick } from '../alarms/timer.ts';
import type { Changed, Counter } from './counter.ts';

export interface UnifiedPlan {
  readonly descendants: boolean;
  readonly way: 'events' | 'timer';
  readonly intervalMs: number;
}

/** v2: `memory.events` counts what is below too; `cgroup.events` tells when the last process is gone. */
export const unifiedCounter = (path: string, plan: UnifiedPlan, changed: Changed): Counter => {
  const { descendants, way, intervalMs } = plan;
  let over = false;
  let ended = false;
  const read = (): number | undefined => {
    if (ended) return undefined;
    // Asked before the count is read: what is read of an empty cgroup is all that there will be.
    const empty = isEmpty(path);
    const count = readOomKillsSync({ version: 2, path }, { descendants });
    if (count === undefined) ended = true;
    else over = empty;
    return count;
  };
  const alarms: Disposable[] = [];
  const silence = (): void => {
    for (const alarm of alarms.splice(0)) alarm[Symbol.dispose]();
  };
  const look = (): void => {
    changed();
    if (ended) silence();
  };
  const counter = (alarm: Counter['alarm']): Counter => ({
    read,
    alarm,
    complete: async () => over,
    [Symbol.dispose]: silence,
  });
  if (way === 'events') {
    try {
      alarms.push(fileAlarm(`${path}/memory.events${descendants ? '' : '.local'}`, look));
      alarms.push(fileAlarm(`${path}/cgroup.events`, look));
      return counter('inotify');
    } catch {
      // inotify is used up, or the cgroup has gone already: then the first tick finds it out.
      silence();
    }
  }
  alarms.push(everyTick(intervalMs, look));
  return counter('timer');
};

const isEmpty = (path: string): boolean => {
  try {
    return /^populated 0$/m.test(readFileSync(`${path}/cgroup.events`, 'utf8'));
  } catch {
    return false;
  }
};
