import { join } from 'node:path';
import { filesIn } from '../tree/files.mjs';

/** @typedef {{ file: string, seconds: number }} Timed */

const isTest = (file) => /\.test\.(ts|mjs)$/.test(file);
const isSlow = (file) => /\.slow\.test\./.test(file);

/**
 * The test files of the parts, each with the seconds that it is said to take.
 * @param {string} root @param {readonly import('./tests.mjs').Part[]} parts
 * @returns {Promise<readonly Timed[]>}
 */
export const timedFiles = async (root, parts) => {
  const all = await Promise.all(
    parts.map(async ({ files, seconds, longer = {} }) => {
      if (isTest(files)) return [{ file: files, seconds }];
      const found = (await filesIn(join(root, files)))
        .map((path) => path.slice(root.length + 1))
        .filter((file) => isTest(file) && !isSlow(file));
      const named = (file) => file.slice(files.length + 1);
      if (found.length === 0) throw new Error(`scripts/lab/tests.mjs: there are no tests in ${files}`);
      const unknown = Object.keys(longer).filter((name) => !found.some((file) => named(file) === name));
      if (unknown.length > 0) throw new Error(`scripts/lab/tests.mjs: ${files} has no ${unknown.join(', ')}`);
      return found.map((file) => ({ file, seconds: longer[named(file)] ?? seconds }));
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
