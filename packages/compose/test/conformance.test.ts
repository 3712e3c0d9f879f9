import { runtimeConformance } from '@caisson/conformance';
import type { Runtime } from '@caisson/core';
import { describe, it } from 'vitest';
import { memoryFixture } from '../../memory/test/support/fixture.ts';
import { argsOf } from '../../memory/test/support/vocabulary.ts';
import { outcomesOf } from '../../runc/test/support/outcomes.ts';
import { withLogging, withStartupHooks } from '../src/index.ts';
import { withMetrics } from '../src/metrics.ts';

const hook = { process: { args: argsOf({ does: 'print', stdout: 'hooked\n' }), cwd: '/' } };
const wrappers: Readonly<Record<string, (runtime: Runtime) => Runtime>> = {
  'startup hooks': (runtime) => withStartupHooks(runtime, [hook, hook]),
  logging: (runtime) => withLogging(runtime, () => {}),
  metrics: (runtime) => withMetrics(runtime),
  'all three': (runtime) => withMetrics(withLogging(withStartupHooks(runtime, [hook]), () => {})),
};

describe.each(Object.keys(wrappers))('the contract, of a runtime with %s', (name) => {
  runtimeConformance({
    test: it,
    factory: () => memoryFixture({}, wrappers[name]),
    ...outcomesOf(`memory, with ${name}`),
  });
});
