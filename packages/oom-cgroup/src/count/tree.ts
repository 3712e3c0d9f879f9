import { readdirSync } from 'node:fs';
import type { Linux } from '@caisson/linux';
import { fileAlarm } from '../alarms/file.ts';
import { everyTick } from '../alarms/timer.ts';
import { chase } from './chase.ts';
import type { Changed, Counter } from './counter.ts';
import { departures } from './departures.ts';
import { type Member, memberOf } from './member.ts';

export interface TreePlan {
  readonly descendants: boolean;
  readonly intervalMs: number;
  /** For events; without it the timer serves. */
  readonly linux: Linux | undefined;
}

/** v1: each cgroup counts and tells its own alone, so each has an eventfd, and those that are made later get one too. */
export const treeCounter = (root: string, plan: TreePlan, changed: Changed): Counter => {
  const { descendants, intervalMs, linux } = plan;
  const members = new Map<string, Member>();
  const left = departures();
  const alarms = new Map<string, Disposable>();

  const chasing = chase({
    look: changed,
    pending: () => [...members.values()].some((member) => member.pending() > 0),
    giveUp: () => {
      for (const member of members.values()) member.settle();
    },
  });
  const silence = (path: string): void => {
    alarms.get(path)?.[Symbol.dispose]();
    alarms.delete(path);
  };
  const join = (path: string): void => {
    if (!members.has(path)) {
      try {
        if (descendants && linux) alarms.set(path, fileAlarm(path, changed));
        members.set(path, memberOf(path, linux, chasing.begin));
      } catch (error) {
        silence(path);
        if (isGone(error)) return;
        throw error;
      }
    }
    if (descendants) for (const child of childrenOf(path)) join(child);
  };
  const read = (): number | undefined => {
    if (members.has(root)) join(root);
    let total = 0;
    for (const [path, member] of members) {
      const count = member.count();
      if (!member.gone()) {
        total += count;
        continue;
      }
      members.delete(path);
      silence(path);
      left.add(member);
    }
    return members.has(root) ? total + left.count() : undefined;
  };
  const counter: Counter = {
    read,
    complete: async () => linux !== undefined && (await left.complete()),
    alarm: linux ? 'eventfd' : 'timer',
    [Symbol.dispose]: () => {
      chasing[Symbol.dispose]();
      for (const each of [...members.values(), left, ...alarms.values()]) each[Symbol.dispose]();
      members.clear();
      alarms.clear();
    },
  };
  try {
    join(root);
    if (!linux) alarms.set('', everyTick(intervalMs, changed));
    return counter;
  } catch (error) {
    counter[Symbol.dispose]();
    throw error;
  }
};

const isGone = (error: unknown): boolean =>
  ['ENOENT', 'ENODEV'].includes((error as NodeJS.ErrnoException).code ?? '');

const childrenOf = (path: string): readonly string[] => {
  try {
    return readdirSync(path, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => `${path}/${name}`);
  } catch {
    return []; // Removed meanwhile.
  }
};
