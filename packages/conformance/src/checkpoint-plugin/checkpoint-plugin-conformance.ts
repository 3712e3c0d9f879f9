import { declareTest, type SuiteOptions } from '../suite/declare.ts';
import { atMost, patienceOf, waitingWith } from '../world/patience.ts';
import type { CheckpointPluginFixture, CheckpointPluginNeed } from './fixture.ts';
import { checkpointPluginTests } from './tests.ts';

export interface CheckpointPluginConformance extends SuiteOptions<CheckpointPluginNeed> {
  /** Called for each test. */
  readonly factory: () => Promise<CheckpointPluginFixture>;
}

/** Declares the tests that every checkpoint plug-in passes. */
export const checkpointPluginConformance = (options: CheckpointPluginConformance): void => {
  const patience = patienceOf(options);
  for (const { check, ...each } of checkpointPluginTests) {
    const perform = async () => {
      const fixture = await options.factory();
      try {
        await check({ ...fixture, ...waitingWith(patience) });
        return { outcome: 'passed' } as const;
      } finally {
        await atMost(patience.patienceMs, () => fixture[Symbol.asyncDispose]());
      }
    };
    declareTest({ ...each, topic: 'checkpoint plug-in', perform }, options);
  }
};
