import { expect, it } from 'vitest';
import { readSkips } from '../test/skips.mjs';
import { judged } from './results.mjs';

const facts = { kernel: '6.12', cgroup: 'v2', versions: {}, lacks: ['cgroup v1'] };
const skips = { 'cgroup v1': [{ test: '\\(needs v1\\)', reason: 'none there' }] };
const file = 'packages/a/test/a.test.ts';
const skip = (name) => ({ name, reason: name });
const passed = { file, name: 'a', state: /** @type {const} */ ('passed') };

const of = (changes = {}, results = {}) =>
  judged(
    {
      files: [file],
      how: 'exit code 0',
      ok: true,
      facts,
      results: { passed: 1, failed: [], skipped: [], tests: [passed], ...results },
      ...changes,
    },
    skips,
  );

it('lets pass what the lab lacks, and says so', () => {
  expect(of({}, { skipped: [skip('a > b (needs v1)')] })).toMatchObject({
    passed: 1,
    failed: [],
    skipped: [{ name: 'a > b (needs v1) (skipped in the lab)' }],
  });
});

it.each([
  ['a test', {}, { failed: [{ name: 'd' }] }, 'lab: d'],
  ['a skip that nothing lists', {}, { skipped: [skip('c')] }, 'lab: c (skipped, though'],
  ['a run that ended badly', { ok: false, how: 'exit code 1' }, {}, 'lab: exit code 1, and no test says why'],
  ['a file that it did not come to', { files: [file, 'b.test.ts'] }, {}, 'lab: b.test.ts (not run: '],
  ['a machine that left nothing', { results: undefined }, {}, 'lab: exit code 0, and left no results'],
])('fails for %s', (_what, changes, results, words) => {
  expect(of(changes, results).failed).toEqual([{ name: expect.stringContaining(words) }]);
});

it('is allowed by the committed list to skip in the lab alone', async () => {
  const { nothing = [] } = await readSkips();
  expect(nothing.some(({ test }) => new RegExp(test).test('x (needs v1) (skipped in the lab)'))).toBe(true);
});
