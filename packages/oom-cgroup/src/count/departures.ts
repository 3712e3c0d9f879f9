import { setTimeout as sleep } from 'node:timers/promises';
import type { Member } from './member.ts';

/** Cgroups of a tree that were removed: what they counted, and whether that is all. */
export interface Departures extends Disposable {
  readonly add: (member: Member) => void;
  readonly count: () => number;
  /** Whether each kill that was told in them has been counted. Bounded in time. */
  readonly complete: () => Promise<boolean>;
}

/** How long the kernel's word that a cgroup was removed may take, in milliseconds; it comes after a grace period. */
const farewellMs = 500;
/** How long a second word is waited for, in milliseconds: then the first was of a kill. */
const secondMs = 50;
const pollMs = 5;

export const departures = (): Departures => {
  const leaving = new Set<Member>();
  let counted = 0;
  let certain = true;
  // A removal is one event. With none but that each kill has been counted.
  const settle = (member: Member): void => {
    if (!leaving.delete(member)) return;
    counted += member.count();
    if (member.pending() !== 1) certain = false;
    member[Symbol.dispose]();
  };
  return {
    add: (member) => {
      leaving.add(member);
      setTimeout(settle, farewellMs + secondMs, member).unref();
    },
    count: () => [...leaving].reduce((sum, member) => sum + member.count(), counted),
    complete: async () => {
      const heard = (): boolean => [...leaving].every((member) => member.pending() > 0);
      for (let waited = 0; waited < farewellMs && !heard(); waited += pollMs) await sleep(pollMs);
      if (leaving.size > 0) await sleep(secondMs);
      for (const member of [...leaving]) settle(member);
      return certain;
    },
    [Symbol.dispose]: () => {
      for (const member of leaving) member[Symbol.dispose]();
      leaving.clear();
    },
  };
};
