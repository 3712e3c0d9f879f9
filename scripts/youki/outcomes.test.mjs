import { expect, it } from 'vitest';
import { outcomesIn } from './outcomes.mjs';

it('counts what passed, and names what is known to fail, what failed and what was skipped', () => {
  const text = [
    'TAP version 13',
    '# Subtest: a: one',
    'ok 1 - a: one',
    'not ok 2 - a: two',
    'ok 3 - known failure: a: three (its own fault)',
    'ok 4 - a: four (without terminal) # SKIP',
    '1..4',
    '# pass 3',
  ].join('\n');
  expect(outcomesIn(text)).toEqual({
    passed: 1,
    known: ['known failure: a: three (its own fault)'],
    failed: ['a: two'],
    skipped: ['a: four (without terminal)'],
  });
});
