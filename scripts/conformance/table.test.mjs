import { expect, it } from 'vitest';
import { tableOf } from './table.mjs';

it('counts what became of the tests of each runtime, and tells what was refused and skipped', () => {
  const table = tableOf([
    { runtime: 'b', outcome: 'passed' },
    { runtime: 'a', outcome: 'refused', why: 'pause' },
    { runtime: 'a', outcome: 'refused', why: 'pause' },
    { runtime: 'a', outcome: 'skipped', why: 'without left: nobody knows' },
  ]);
  expect(table.trim().split('\n')).toEqual([
    'runtime   passed refused skipped  failed',
    'a              0       2       1       0',
    '  refused, as its capabilities say: pause',
    '  skipped: without left: nobody knows',
    'b              1       0       0       0',
  ]);
});
