import { runtimeConformance } from '@caisson/conformance';
import { it } from 'vitest';
import { fixturesIn } from '../../runc/test/support/conformance.ts';
import { kitPatienceMs } from '../../runc/test/support/emulated.ts';
import { outcomesOf } from '../../runc/test/support/outcomes.ts';
import { chosenTopics } from '../../runc/test/support/topics.ts';
import { inBothModes, world } from './support/world.ts';

const here = world();
const launcher = new URL('fixtures/launch.ts', import.meta.url);

inBothModes('the contract', (waiting) => {
  runtimeConformance({
    test: it,
    factory: fixturesIn(here, { waiting }, launcher),
    ...chosenTopics('crun', waiting),
    patienceMs: kitPatienceMs,
    ...outcomesOf(`crun, ${waiting}`),
  });
});
