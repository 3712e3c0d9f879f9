import type { OomTarget } from '@caisson/core';
import type { Breaks } from './cgroups.ts';

/** A watcher that differs from one that passes in one behaviour. */
export interface BrokenWatcher {
  /** What it does, that no watcher may. */
  readonly it: string;
  readonly breaks: Breaks;
}

/** Its target is another. */
export const aimed =
  (change: (target: OomTarget) => OomTarget): Breaks =>
  (watcher) =>
  (target) =>
    watcher(change(target));
