import type { OomTarget, OomWatcher, OomWatcherFactory } from '@caisson/core';
import { bounded } from './bounded.ts';

/** The kills for memory of one container: counted here, and seen by the watchers that calls have brought. */
export interface OomCount extends AsyncDisposable {
  readonly kills: () => number;
  /** One more, told at once. */
  readonly add: () => void;
  readonly arm: (factory: OomWatcherFactory, target: Omit<OomTarget, 'onOom' | 'signal'>) => Promise<void>;
  /** The watchers' last read; kills that were counted and not told yet are told. */
  readonly lastRead: () => Promise<void>;
}

/** `tell` is called once for each kill, however many see it. */
export const oomCount = (tells: boolean, tell: (at: Date) => void): OomCount => {
  const armed = new Set<OomWatcher>();
  const over = new AbortController();
  let kills = 0;
  let told = 0;
  const tellUpTo = (count: number, at: Date): void => {
    while (told < count) {
      told++;
      tell(at);
    }
  };
  return {
    kills: () => kills,
    add: () => {
      kills++;
      if (tells) tellUpTo(kills, new Date());
    },
    arm: async (factory, target) => {
      let seen = target.fresh ? 0 : told;
      const onOom = (at: Date): void => tellUpTo(++seen, at);
      const watcher = await factory({ ...target, onOom, signal: over.signal });
      if (over.signal.aborted) await watcher[Symbol.asyncDispose]();
      else armed.add(watcher);
    },
    lastRead: async () => {
      await Promise.all([...armed].map((watcher) => bounded(async () => watcher.kills(), 'unknown')));
      tellUpTo(kills, new Date());
    },
    [Symbol.asyncDispose]: async () => {
      over.abort();
      const all = [...armed];
      armed.clear();
      await Promise.all(all.map((watcher) => bounded(async () => watcher[Symbol.asyncDispose](), undefined)));
    },
  };
};
