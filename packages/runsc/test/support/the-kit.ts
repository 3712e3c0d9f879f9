import { runtimeConformance } from '@caisson/conformance';
import { it } from 'vitest';
import { fixturesIn } from '../../../runc/test/support/conformance.ts';
import { outcomesOf } from '../../../runc/test/support/outcomes.ts';
import { chosenTopics } from '../../../runc/test/support/topics.ts';
import { type Way, without, world } from './world.ts';

const launcher = new URL('../fixtures/launch.ts', import.meta.url);

/** Takes a runsc through the kit, one way to run it after the other: call it at the top of a test file. */
export const theKit = (): ((way: Way, release: string) => void) => {
  const here = world();
  const chosen = chosenTopics('runsc');
  return (way, release) =>
    runtimeConformance({
      test: it,
      factory: fixturesIn(here, way, launcher),
      without,
      ...chosen,
      ...outcomesOf(`runsc ${release}, ${way.platform}, ${way.waiting}`),
    });
};
