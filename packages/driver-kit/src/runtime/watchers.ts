import type { OomReport, OomTarget, OomWatcher, OomWatcherFactory } from '@caisson/core';
import type { EngineEnd } from '../engine.ts';
import { lastRead } from './last-read.ts';

/** The watchers of one container. */
export interface Watchers extends AsyncDisposable {
  readonly arm: (factory: OomWatcherFactory, target: Omit<OomTarget, 'onOom' | 'signal'>) => Promise<void>;
  /** What the watchers know at the end. */
  readonly kills: (end: EngineEnd) => Promise<number | 'unknown'>;
  /** Tells the kills that are counted and that no watcher told. */
  readonly catchUp: (kills: number, at: Date) => void;
}

/** `tell` is called once for each kill, however many watchers see it. */
export const watchersOf = (tell: (at: Date, report?: OomReport) => void): Watchers => {
  const armed = new Set<OomWatcher>();
  const over = new AbortController();
  let told = 0;
  const dispose = (watcher: OomWatcher): Promise<unknown> =>
    lastRead(async () => {
      await watcher[Symbol.asyncDispose]();
      return 0;
    });
  return {
    arm: async (factory, target) => {
      let seen = target.fresh ? 0 : told;
      const onOom = (at: Date, report?: OomReport): void => {
        if (++seen <= told) return;
        told++;
        tell(at, report);
      };
      const watcher = await factory({ ...target, onOom, signal: over.signal });
      // Its container may have gone while it was armed.
      if (over.signal.aborted) await dispose(watcher);
      else armed.add(watcher);
    },
    kills: async (end) => {
      const counts = await Promise.all([...armed].map((watcher) => lastRead(() => watcher.kills(end))));
      const known = counts.filter((count) => count !== 'unknown');
      return known.length > 0 ? Math.max(...known) : 'unknown';
    },
    catchUp: (kills, at) => {
      for (; told < kills; told++) tell(at);
    },
    [Symbol.asyncDispose]: async () => {
      over.abort();
      const all = [...armed];
      armed.clear();
      await Promise.all(all.map(dispose));
    },
  };
};
