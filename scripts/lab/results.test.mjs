import { expect, it } from 'vitest';
import { readSkips } from '../test/skips.mjs';
import { resultsOf } from './results.mjs';

const facts = { kernel: '6.12', runtimes: ['runc version 1.3.6'], lacks: ['cgroup v1'] };
const skips = { 'cgroup v1': [{ test: '\\(needs v1\\)', reason: 'none there' }] };
const skip = (name) => ({ name, reason: name });

it('lets pass what the lab lacks, and says so', () => {
  const { results, table } = resultsOf(
    { passed: 3, failed: [], skipped: [skip('a > b (needs v1)')] },
    facts,
    skips,
    true,
  );
  expect(results).toMatchObject({
    passed: 3,
    failed: [],
    skipped: [{ name: 'a > b (needs v1) (skipped in the lab)' }],
  });
  expect(table).toContain('6.12');
  expect(table).toContain('3 passed, 0 failed, 1 skipped');
});

it('fails on a skip that nothing lists, on a failure, and on a run that ended badly', () => {
  const none = { passed: 1, failed: [], skipped: [] };
  expect(resultsOf({ ...none, skipped: [skip('c')] }, facts, skips, true).results.failed).toHaveLength(1);
  expect(resultsOf({ ...none, failed: [{ name: 'd' }] }, facts, skips, true).results.failed).toEqual([
    { name: 'lab: d' },
  ]);
  expect(resultsOf(none, facts, skips, false).results.failed).toHaveLength(1);
});

it('is allowed by the committed list to skip in the lab alone', async () => {
  const { nothing = [] } = await readSkips();
  expect(nothing.some(({ test }) => new RegExp(test).test('x (needs v1) (skipped in the lab)'))).toBe(true);
});
