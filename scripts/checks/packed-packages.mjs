import { inTurn } from '../process/in-turn.mjs';
import { pack } from '../tree/pack.mjs';
import { packagesOf } from '../tree/packages.mjs';
import { withTemporary } from '../tree/temporary.mjs';
import { problemsOf } from './outcome.mjs';

/** @param {string} root @param {import('../tree/pack.mjs').Packed} packed */
const judge = async (root, { tarball, problem }) => {
  if (problem !== undefined) return [problem];
  const publint = await problemsOf(root, 'publint', ['run', '--strict', tarball]);
  const attw = await problemsOf(root, 'attw', [
    ...['--profile', 'esm-only', '--no-definitely-typed', '--no-emoji', '--no-color', '--format', 'ascii'],
    tarball,
  ]);
  return [...publint, ...attw];
};

export const packedPackages = {
  name: 'packages',
  about: 'publint and are-the-types-wrong on the packed tarballs',
  run: (root) =>
    withTemporary(async (directory) => {
      const packages = (await packagesOf(root)).filter(({ manifest }) => manifest.private !== true);
      const packed = await pack(packages, directory);
      return { problems: (await inTurn(2, packed, (one) => judge(root, one))).flat() };
    }),
};
