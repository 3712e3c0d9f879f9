import { expect, it } from 'vitest';
import { withTree } from '../tree/fixture.mjs';
import { unused } from './unused.mjs';

const findings = (more) =>
  withTree(
    {
      'package.json': { name: 'tree', version: '1.0.0', type: 'module', main: 'index.js' },
      'index.js': "import { a } from './a.js';\nconsole.log(a);\n",
      'a.js': 'export const a = 1;\n',
      ...more,
    },
    async (root) => (await unused.run(root)).problems.join(),
  );

it('finds nothing where everything is used', async () => {
  expect(await findings({})).toBe('');
});

it('fails on a file that nothing imports', async () => {
  expect(await findings({ 'b.js': 'export const b = 1;\n' })).toContain('b.js');
});

it('fails on an export that nothing imports', async () => {
  expect(await findings({ 'a.js': 'export const a = 1;\nexport const lonely = 2;\n' })).toContain('lonely');
});

it('fails on a dependency that nothing uses', async () => {
  const dependencies = { 'left-alone': '1.0.0' };
  expect(
    await findings({
      'package.json': { name: 'tree', version: '1.0.0', type: 'module', main: 'index.js', dependencies },
    }),
  ).toContain('left-alone');
});
