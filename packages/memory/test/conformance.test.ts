import { runtimeConformance } from '@caisson/conformance';
import { describe, it } from 'vitest';
import { outcomesOf } from '../../runc/test/support/outcomes.ts';
import { memoryFixture } from './support/fixture.ts';

describe('the contract', () => {
  runtimeConformance({ test: it, factory: () => memoryFixture(), ...outcomesOf('memory') });
});

describe('the contract, of an instance that lacks what it may', () => {
  const lacks = ['checkpointRestore', 'pause', 'update', 'stats', 'processes', 'killProcess'] as const;
  runtimeConformance({
    test: it,
    factory: () => memoryFixture({ lacks }),
    ...outcomesOf('memory, without what it may lack'),
  });
});
