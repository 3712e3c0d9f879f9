import { join } from 'node:path';
import { filesIn } from '../tree/files.mjs';

/** @typedef {{ file: string, seconds: number, left?: string }} Timed `left`: why `--all` alone runs it */

const isTest = (file) => /\.test\.(ts|mjs)$/.test(file);
const isSlow = (file) => /\.slow\.test\./.test(file);

const isIn = (name, place) => name === place || name.startsWith(`${place}/`);

/** @param {string} root @param {string} files */
const testsIn = async (root, files) => {
  if (isTest(files)) return [files];
  const found = (await filesIn(join(root, files)))
    .map((path) => path.slice(root.length + 1))
    .filter((file) => isTest(file) && !isSlow(file));
  if (found.length === 0) throw new Error(`scripts/lab/tests.mjs: there are no tests in ${files}`);
  return found;
};

/**
 * The test files of the parts, each with the seconds that it is said to take.
 * @param {string} root @param {readonly import('./tests.mjs').Part[]} parts
 * @returns {Promise<readonly Timed[]>}
 */
export const timedFiles = async (root, parts) => {
  const all = await Promise.all(
    parts.map(async ({ files, seconds, longer = {}, left = {} }) => {
      const tests = (await testsIn(root, files)).map((file) => ({
        file,
        name: file.slice(files.length + 1),
      }));
      const unknown = Object.keys({ ...longer, ...left }).filter(
        (place) => !tests.some(({ name }) => isIn(name, place)),
      );
      if (unknown.length > 0) throw new Error(`scripts/lab/tests.mjs: ${files} has no ${unknown.join(', ')}`);
      return tests.map(({ file, name }) => {
        const [, reason] = Object.entries(left).find(([place]) => isIn(name, place)) ?? [];
        const timed = { file, seconds: longer[name] ?? seconds };
        return reason === undefined ? timed : { ...timed, left: reason };
      });
    }),
  );
  return all.flat();
};

/**
 * Shares files out among machines so that each has about as much to do: the longest first, to whoever has least.
 * @param {readonly Timed[]} files @param {number} machines
 */
export const shared = (files, machines) => {
  const shares = Array.from({ length: machines }, () => ({
    files: /** @type {string[]} */ ([]),
    seconds: 0,
  }));
  for (const { file, seconds } of [...files].sort((a, b) => b.seconds - a.seconds)) {
    const least = shares.reduce((one, other) => (other.seconds < one.seconds ? other : one));
    least.files.push(file);
    least.seconds += seconds;
  }
  return shares.filter((share) => share.files.length > 0);
};
