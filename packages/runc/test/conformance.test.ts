import { runtimeConformance } from '@caisson/conformance';
import { it } from 'vitest';
import { fixturesIn } from './support/conformance.ts';
import { kitPatienceMs } from './support/emulated.ts';
import { inBothModes } from './support/modes.ts';
import { outcomesOf } from './support/outcomes.ts';
import { chosenTopics } from './support/topics.ts';
import { world } from './support/world.ts';

const here = world();
const launcher = new URL('fixtures/launch.ts', import.meta.url);

inBothModes('the contract', (waiting) => {
  runtimeConformance({
    test: it,
    factory: fixturesIn(here, { waiting }, launcher),
    ...chosenTopics('runc', waiting),
    patienceMs: kitPatienceMs,
    ...outcomesOf(`runc, ${waiting}`),
  });
});
