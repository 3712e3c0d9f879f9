import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { manifest, withTree } from '../tree/fixture.mjs';
import { pack } from '../tree/pack.mjs';
import { packagesOf } from '../tree/packages.mjs';
import { alone } from './alone.mjs';

const sample = (...code) => ['```ts', ...code, '```', ''].join('\n');
const good = sample("import { a } from '@caisson/a';", 'if (a !== 1) throw new Error(String(a));');
const needsB = sample("import { b } from '@caisson/b';", 'if (b !== 2) throw new Error(String(b));');

const packageFiles = (name, code, more = {}) => ({
  [`packages/${name}/package.json`]: manifest(name, { license: 'MIT', files: ['dist'], ...more }),
  [`packages/${name}/dist/index.js`]: code,
  [`packages/${name}/dist/index.d.ts`]: `export declare const ${name}: number;\n`,
  [`packages/${name}/README.md`]: '',
});

const problems = (files) =>
  withTree(
    {
      ...packageFiles('a', 'export const a = 1;\n', { dependencies: { '@types/node': '*' } }),
      ...packageFiles('b', 'export const b = 2;\n'),
      ...files,
    },
    async (tree) => {
      await mkdir(join(tree, 'out'));
      const packages = await packagesOf(tree);
      const packed = await pack(packages, join(tree, 'tarballs'));
      const [a] = packages;
      if (a === undefined) throw new Error('nothing to pack');
      return (await alone(a, packed, join(tree, 'out'))).problems.join('\n');
    },
  );

it('is content with a package that works by itself', async () => {
  expect(await problems({ 'packages/a/README.md': good })).toBe('');
});

it('installs beside it what its README says, and nothing else of ours', async () => {
  const install = '```sh\nnpm install @caisson/a @caisson/b\n```\n';
  expect(await problems({ 'packages/a/README.md': install + needsB })).toBe('');
  expect(await problems({ 'packages/a/README.md': needsB })).toContain("Cannot find package '@caisson/b'");
});

it('fails on a package that cannot be imported', async () => {
  const found = await problems({
    'packages/a/dist/index.js': "import 'not-there';\n",
    'packages/a/README.md': good,
  });
  expect(found).toContain("Cannot find package 'not-there'");
});

it('fails on a package without a README', async () => {
  const { 'packages/b/README.md': _, ...b } = packageFiles('b', '');
  expect(
    await withTree(b, async (tree) => (await alone((await packagesOf(tree))[0], [], tree)).problems),
  ).toEqual(['packages/b/README.md is missing.']);
});
