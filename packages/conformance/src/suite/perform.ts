import type { RuntimeFixture } from '../fixture.ts';
import { atMost, type Patience } from '../world/patience.ts';
import { worldOf } from '../world/world.ts';
import type { Held } from './declare.ts';
import { refusalPrograms, refusals } from './refusals.ts';
import type { ContractTest } from './topic.ts';

/** Runs one test in a fixture of its own. */
export const perform = async (
  test: ContractTest,
  factory: () => Promise<RuntimeFixture>,
  patience: Patience,
): Promise<Held> => {
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
    return { outcome: 'refused', why: denied };
  } finally {
    await atMost(patience.patienceMs, () => fixture[Symbol.asyncDispose]());
  }
};
