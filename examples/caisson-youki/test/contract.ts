import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type RuntimeConformance, runtimeConformance } from '@caisson/conformance';
import { fixtures, type Make, unable, without } from './fixture.ts';
import { knownFailures } from './known-failures.ts';

/** Takes a driver through the kit, or some topics of it; where no container can be run, says why. */
export const contract = async (
  make: Make,
  options: Pick<RuntimeConformance, 'topics' | 'onOutcome'> = {},
): Promise<void> => {
  const reason = await unable(make);
  if (reason !== undefined) {
    test('the contract', { skip: reason }, () => {});
    return;
  }
  const declare = (name: string, run: () => Promise<void>): void => {
    const why = knownFailures[name];
    if (why === undefined) void test(name, run);
    else
      void test(`known failure: ${name} (${why})`, () =>
        assert.rejects(run, 'it passes: take it off the list'));
  };
  runtimeConformance({
    test: Object.assign(declare, { skip: (name: string) => void test(name, { skip: true }, () => {}) }),
    factory: fixtures(make),
    without,
    ...options,
  });
};
