import { runtimeConformance } from '@caisson/conformance';
import { it } from 'vitest';
import { fixturesIn } from '../../runc/test/support/conformance.ts';
import { onOthers, without, world } from './support/world.ts';

const here = world();
const launcher = new URL('fixtures/launch.ts', import.meta.url);

onOthers('the contract', (way) => {
  runtimeConformance({ test: it, factory: fixturesIn(here, way, launcher), without });
});
