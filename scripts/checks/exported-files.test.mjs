import { expect, it } from 'vitest';
import { manifest, withTree } from '../tree/fixture.mjs';
import { exportedFiles } from './exported-files.mjs';

const findings = (more, without = '') => {
  const files = {
    'packages/a/package.json': manifest('a'),
    'packages/a/src/index.ts': '',
    'packages/a/dist/index.js': '',
    'packages/a/dist/index.d.ts': '',
    ...more,
  };
  const kept = Object.fromEntries(Object.entries(files).filter(([path]) => path !== without));
  return withTree(kept, async (root) => (await exportedFiles.run(root)).problems);
};

it('finds nothing where exports, sources and built files agree', async () => {
  expect(await findings({})).toEqual([]);
});

it('fails on an exported file that is not built', async () => {
  expect(await findings({}, 'packages/a/dist/index.js')).toEqual([
    'packages/a: package.json names dist/index.js, which the build does not make.',
  ]);
});

it('fails on a command that is not built', async () => {
  const problems = await findings({
    'packages/a/package.json': manifest('a', { bin: { a: './dist/bin.js' } }),
  });
  expect(problems.join()).toContain('dist/bin.js');
});

it('fails on a package without exports', async () => {
  const problems = await findings({ 'packages/a/package.json': manifest('a', { exports: undefined }) });
  expect(problems.join()).toContain('no exports');
});

it('fails on a built file whose source is gone', async () => {
  expect((await findings({ 'packages/a/dist/old/name.js': '' })).join()).toContain(
    'dist/old/name.js has no source',
  );
});

it('fails on a source that is not built', async () => {
  expect(await findings({ 'packages/a/src/new.ts': '' })).toEqual(['packages/a: src/new.ts is not built.']);
});
