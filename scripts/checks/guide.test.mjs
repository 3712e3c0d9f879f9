import { expect, it } from 'vitest';
import { withTree } from '../tree/fixture.mjs';
import { guide } from './guide.mjs';

const findings = (...rows) =>
  withTree(
    {
      'packages/conformance/package.json': { type: 'module' },
      'packages/conformance/dist/index.js':
        "export const conformanceTests = [{ topic: 'kill', sentence: 'it `kills`' }, { topic: 'exec', sentence: 'it runs' }];\n",
      'docs/driver-guide.md': ['| | a driver | shown by |', '|---|---|---|', ...rows, ''].join('\n'),
    },
    async (root) => (await guide.run(root)).problems,
  );
const [kill, exec] = ['| MUST | kills | ``kill: it `kills` `` |', '| SHOULD | runs | `exec: it runs` |'];

it('finds nothing where each duty names a test that is there', async () => {
  expect(await findings(kill, exec)).toEqual([]);
});

it.each([
  [
    'a test that is not there',
    '| MUST | dies | `exec: it dies` |',
    'docs/driver-guide.md:5: the kit has no test “exec: it dies”',
  ],
  ['a duty that names no test', '| MUST | hopes | |', 'docs/driver-guide.md:5 names no test'],
])('fails on %s', async (_, wrong, words) => {
  expect((await findings(kill, exec, wrong)).join('\n')).toContain(words);
});

it('fails where a topic of the kit has no duty', async () => {
  expect((await findings(kill)).join('\n')).toContain('topic “exec”');
});

it('fails where there is no guide', async () => {
  expect(await withTree({ 'package.json': {} }, async (root) => (await guide.run(root)).problems)).toEqual([
    'docs/driver-guide.md is missing.',
  ]);
});
