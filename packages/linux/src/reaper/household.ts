import type { Claim } from './reaper.ts';

/** What every copy of this package in one process must know of the others, lest one reap what another waits for. */
export interface Household {
  /** By pid; the general reaper leaves these alone. */
  readonly claims: Map<number, () => Claim>;
  /** Those held now, by identity. */
  readonly expectations: Set<object>;
  /** Of the copy that reaps; absent until one has started. */
  running?: { readonly rescan: () => void; readonly isNodes: (pid: number) => boolean };
}

// The number is this shape's: a copy with another one would have to keep a household of its own.
const key = Symbol.for('@caisson/linux:household:1');

/** The process's one household. */
export const household = (): Household => {
  const registry = globalThis as { [key]?: Household };
  registry[key] ??= { claims: new Map(), expectations: new Set() };
  return registry[key];
};
