import type { OomTarget, OomWatcher } from '@caisson/core';
import type { Patience } from '../world/patience.ts';
import { type Waiting, waitingWith } from '../world/patience.ts';
import type { OomSubject, OomWatcherFixture } from './fixture.ts';

interface Watch {
  readonly watcher: OomWatcher;
  /** What `onOom` was called with. */
  readonly told: Date[];
}

/** What a test has at hand. Its watchers are disposed at its end. */
export interface OomWorld extends Waiting, AsyncDisposable {
  readonly fixture: OomWatcherFixture;
  readonly arm: (subject: OomSubject, more?: Partial<OomTarget>) => Promise<Watch>;
}

export const oomWorldOf = (fixture: OomWatcherFixture, patience: Patience): OomWorld => {
  const waiting = waitingWith(patience);
  const armed: OomWatcher[] = [];
  return {
    ...waiting,
    fixture,
    arm: async ({ target }, more = {}) => {
      const told: Date[] = [];
      const onOom = (at: Date): void => void told.push(at);
      const watcher = await waiting.soon(
        'arming',
        fixture.watcher({ ...target, fresh: true, onOom, ...more }),
      );
      armed.push(watcher);
      return { watcher, told };
    },
    [Symbol.asyncDispose]: async () => {
      for (const watcher of armed)
        await waiting.soon('disposing', watcher[Symbol.asyncDispose]()).catch(() => {});
    },
  };
};
