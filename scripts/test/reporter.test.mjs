import { join } from 'node:path';
import { expect, it } from 'vitest';
import { run } from '../process/run.mjs';
import { cache, environment, root } from '../setup/root.mjs';
import { withTree } from '../tree/fixture.mjs';
import { readReport } from './report.mjs';

const limitMs = 50_000;

/** What a real run of vitest on a little file leaves. */
const resultsOf = (body) =>
  withTree(
    { 'a.test.mjs': `import { afterAll, describe, expect, it } from 'vitest';\n${body}` },
    async (directory) => {
      const file = join(directory, 'results.json');
      const reporter = join(root, 'scripts', 'test', 'reporter.mjs');
      await run('vitest', ['run', '--root', directory, '--reporter', reporter], {
        cwd: directory,
        env: environment({ CAISSON_RESULTS: file }),
        limitMs,
      });
      return (await readReport(file)) ?? { passed: -1, failed: [], skipped: [] };
    },
    cache,
  );

it('counts what passed and names what failed and what was skipped, with the reasons', async () => {
  const { passed, failed, skipped } = await resultsOf(`
    it('passes', () => {});
    it('fails', () => expect(1).toBe(2));
    it.skip('runs (needs root)', () => {});
    describe.skip('elsewhere (needs runc)', () => { it('runs too', () => {}); });
    it('thinks better of it', (context) => context.skip('the kernel is too old'));
    it.skip('says nothing', () => {});
  `);
  expect(passed).toBe(1);
  expect(failed).toEqual([{ name: 'a.test.mjs > fails (expected 1 to be 2 // Object.is equality)' }]);
  expect(skipped.map(({ reason }) => reason)).toEqual([
    'needs root',
    'needs runc',
    'the kernel is too old',
    'no reason given',
  ]);
});

it.each([
  ['a file that cannot be read', 'throw new Error("no");', 'a.test.mjs (the file)'],
  [
    'a hook',
    'describe("suite", () => { it("passes", () => {}); afterAll(() => { throw new Error("no"); }); });',
    '(a hook)',
  ],
  ['what nobody awaited', 'it("passes", () => { Promise.reject(new Error("lost")); });', 'unhandled: lost'],
])('counts the failure of %s', async (_, body, words) => {
  const { failed } = await resultsOf(body);
  expect(failed.map(({ name }) => name).join()).toContain(words);
});
