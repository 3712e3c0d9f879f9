import { expect, it } from 'vitest';
import { manifest, withTree } from '../tree/fixture.mjs';
import { packedPackages } from './packed-packages.mjs';

const findings = (more) =>
  withTree(
    {
      'packages/a/package.json': manifest('a', { license: 'MIT', sideEffects: false, files: ['dist'] }),
      'packages/a/dist/index.js': 'export const a = 1;\n',
      'packages/a/dist/index.d.ts': 'export declare const a: number;\n',
      ...more,
    },
    async (root) => (await packedPackages.run(root)).problems.join(),
  );

it('finds nothing in a package that works for its users', async () => {
  expect(await findings({})).toBe('');
});

it('fails by publint on an exported file that the tarball lacks', async () => {
  const wrong = manifest('a', { files: ['dist'], exports: { '.': './dist/gone.js' } });
  expect(await findings({ 'packages/a/package.json': wrong })).toContain('publint');
});

it('fails by are-the-types-wrong on declarations that cannot be resolved', async () => {
  const problems = await findings({
    'packages/a/dist/index.d.ts': "export * from './other';\n",
  });
  expect(problems).toContain('attw');
});

it('fails on what cannot be packed', async () => {
  expect(await findings({ 'packages/a/package.json': { name: '@caisson/a' } })).toContain('pnpm pack');
});
