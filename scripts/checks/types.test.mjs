import { expect, it } from 'vitest';
import { cache } from '../setup/root.mjs';
import { manifest, withTree } from '../tree/fixture.mjs';
import { types } from './types.mjs';

const config = {
  compilerOptions: { strict: true, noEmit: true, skipLibCheck: true, types: [] },
  include: ['**/*.ts'],
};

const findings = (files) => withTree(files, async (root) => (await types.run(root)).problems, cache);

const tree = (more) => ({
  'packages/a/package.json': manifest('a'),
  'packages/a/tsconfig.test.json': config,
  'packages/a/src/index.ts': 'export const a: number = 1;\n',
  ...more,
});

it('finds nothing where the types hold', async () => {
  expect(await findings(tree({}))).toEqual([]);
});

it.each(['src/wrong.ts', 'test/wrong.test.ts', 'test-d/wrong.test-d.ts'])(
  'fails on a type error in %s',
  async (path) => {
    const problems = await findings(tree({ [`packages/a/${path}`]: "export const n: number = 'one';\n" }));
    expect(problems.join()).toContain(path);
  },
);

it('fails on a package whose tests no configuration covers', async () => {
  const { 'packages/a/tsconfig.test.json': _, ...without } = tree({});
  expect((await findings(without)).join()).toContain('is missing');
});

it('looks at members of the workspace that are no packages', async () => {
  const problems = await findings({
    'bench/package.json': { name: 'bench' },
    'bench/tsconfig.json': config,
    'bench/main.ts': "export const n: number = 'one';\n",
  });
  expect(problems.join()).toContain('main.ts');
});
