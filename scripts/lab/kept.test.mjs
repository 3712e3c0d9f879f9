import { expect, it } from 'vitest';
import { keptWith } from './kept.mjs';

const facts = (runc) => ({ kernel: '6.12', cgroup: 'v2', versions: { runc }, lacks: [] });
/** @param {string} name @param {string} file @param {'passed' | 'failed' | 'skipped'} state */
const test = (name, file, state) => ({ name, file, state });
const [one, other, gone] = [
  'packages/runc/test/a.test.ts',
  'scripts/b.test.mjs',
  'packages/runc/test/c.test.ts',
];
const there = { date: '2026-11-24', exists: (file) => file !== gone };
const first = keptWith(
  '',
  [
    test('a, native waiting > b', one, 'passed'),
    test('a, foreground waiting > b', one, 'skipped'),
    test('parses', other, 'passed'),
    test('is no more', gone, 'passed'),
  ],
  facts('1.2'),
  { ...there, exists: () => true },
);

it('keeps a row for each file, runtime and way to wait, and their sums', () => {
  expect(first.split('\n').slice(1)).toEqual([
    '',
    'runtime  version  cgroup  Linux  waiting     passed  failed  skipped',
    'none     -        v2      6.12   any         1       0       0',
    'runc     1.2      v2      6.12   any         1       0       0',
    'runc     1.2      v2      6.12   foreground  0       0       1',
    'runc     1.2      v2      6.12   native      1       0       0',
    '',
    'file                          runtime  version  cgroup  Linux  waiting     passed  failed  skipped  on',
    'packages/runc/test/a.test.ts  runc     1.2      v2      6.12   foreground  0       0       1        2026-11-24',
    'packages/runc/test/a.test.ts  runc     1.2      v2      6.12   native      1       0       0        2026-11-24',
    'packages/runc/test/c.test.ts  runc     1.2      v2      6.12   any         1       0       0        2026-11-24',
    'scripts/b.test.mjs            none     -        v2      6.12   any         1       0       0        2026-11-24',
    '',
  ]);
});

it('replaces the rows of files that ran again, and drops files that are no more', () => {
  const again = keptWith(first, [test('a, native waiting > b', one, 'failed')], facts('1.3'), {
    ...there,
    date: '2026-11-25',
  });
  expect(again).toMatch(/^runc +1\.3 .* native +0 +1 +0$/m);
  expect(again).toMatch(new RegExp(`^${one} +runc +1\\.3 .* 2026-11-25$`, 'm'));
  expect(again).toMatch(/^scripts\/b\.test\.mjs .* 2026-11-24$/m);
  expect(again).not.toMatch(/1\.2|c\.test/);
});
