import { declareTest, type SuiteOptions } from '../suite/declare.ts';
import { atMost, patienceOf } from '../world/patience.ts';
import type { OomNeed, OomWatcherFixture } from './fixture.ts';
import { oomWatcherTests } from './tests.ts';
import { oomWorldOf } from './world.ts';

export interface OomWatcherConformance extends SuiteOptions<OomNeed> {
  /** Called for each test. */
  readonly factory: () => Promise<OomWatcherFixture>;
}

/** Declares the tests that every OOM watcher passes. */
export const oomWatcherConformance = (options: OomWatcherConformance): void => {
  const patience = patienceOf(options);
  for (const { check, ...each } of oomWatcherTests) {
    const perform = async () => {
      const fixture = await options.factory();
      try {
        await using here = oomWorldOf(fixture, patience);
        await check(here);
        return { outcome: 'passed' } as const;
      } finally {
        await atMost(patience.patienceMs, () => fixture[Symbol.asyncDispose]());
      }
    };
    declareTest({ ...each, topic: 'OOM watcher', perform }, options);
  }
};
