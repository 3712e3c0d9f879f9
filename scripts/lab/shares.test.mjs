import { expect, it } from 'vitest';
import { root } from '../setup/root.mjs';
import { withTree } from '../tree/fixture.mjs';
import { shared, timedFiles } from './shares.mjs';
import { parts } from './tests.mjs';

const tree = {
  'packages/a/test/one.test.ts': '',
  'packages/a/test/deep/two.test.ts': '',
  'packages/a/test/three.slow.test.ts': '',
  'packages/a/test/support/world.ts': '',
};

it('takes a directory’s tests, those apart that are slow, each with its seconds, and why one is left to --all', async () => {
  const of = await withTree(tree, (dir) =>
    timedFiles(dir, [
      {
        files: 'packages/a/test',
        seconds: 5,
        longer: { 'deep/two.test.ts': 60 },
        left: { 'one.test.ts': 'long' },
      },
      { files: 'packages/a/test/three.slow.test.ts', seconds: 70 },
    ]),
  );
  expect(of).toEqual([
    { file: 'packages/a/test/deep/two.test.ts', seconds: 60 },
    { file: 'packages/a/test/one.test.ts', seconds: 5, left: 'long' },
    { file: 'packages/a/test/three.slow.test.ts', seconds: 70 },
  ]);
});

it('refuses a part that has no tests, and a longer file that is not there', async () => {
  await withTree(tree, async (dir) => {
    await expect(timedFiles(dir, [{ files: 'packages/b/test', seconds: 1 }])).rejects.toThrow(
      'there are no tests in packages/b/test',
    );
    await expect(
      timedFiles(dir, [{ files: 'packages/a/test', seconds: 1, longer: { 'four.test.ts': 2 } }]),
    ).rejects.toThrow('packages/a/test has no four.test.ts');
  });
});

it('shares files out so that each machine has about as much to do', () => {
  const files = [5, 9, 1, 4, 4, 1].map((seconds, i) => ({ file: `${i}`, seconds }));
  const shares = shared(files, 2);
  expect(shares.map(({ seconds }) => seconds)).toEqual([13, 11]);
  expect(shares.flatMap((share) => share.files).sort()).toEqual(['0', '1', '2', '3', '4', '5']);
  expect(shared(files.slice(0, 1), 2)).toEqual([{ files: ['0'], seconds: 5 }]);
});

it('finds all that the table names', async () => {
  const files = await timedFiles(root, parts);
  expect(new Set(files.map(({ file }) => file)).size).toBe(files.length);
});
