import type { Capability } from '@caisson/core';
import type { RuntimeFixture } from '../fixture.ts';
import { atMost, type Patience } from '../world/patience.ts';
import { worldOf } from '../world/world.ts';
import { refusalPrograms, refusals } from './refusals.ts';
import type { ContractTest } from './topic.ts';

/** What the test came to where it did not fail: what is denied was refused, or the sentence holds. */
export type Held = 'passed' | 'refused';

/** Runs one test in a fixture of its own. */
export const perform = async (
  test: ContractTest,
  factory: () => Promise<RuntimeFixture>,
  patience: Patience,
): Promise<{ readonly outcome: Held; readonly denied?: Capability }> => {
  const fixture = await factory();
  try {
    const denied = test.capabilities.find((capability) => !fixture.runtime.capabilities[capability]);
    if (denied === undefined) {
      await using here = worldOf(fixture, test, patience);
      await test.check(here);
      return { outcome: 'passed' };
    }
    await using here = worldOf(fixture, { ...test, programs: refusalPrograms }, patience);
    await refusals[denied]?.(here);
    return { outcome: 'refused', denied };
  } finally {
    await atMost(patience.patienceMs, () => fixture[Symbol.asyncDispose]());
  }
};
