import { readFile } from 'node:fs/promises';

/**
 * Tests that may be skipped on hosts that lack something.
 * @typedef {object} Skip
 * @property {string} test a regular expression that their names match
 * @property {string} reason
 */

/**
 * By what a host lacks (see `lacksOf`); `nothing` holds everywhere.
 * @typedef {Readonly<Record<string, readonly Skip[]>>} Skips
 */

/** @returns {Promise<Skips>} */
export const readSkips = async () =>
  JSON.parse(await readFile(new URL('./skips.json', import.meta.url), 'utf8'));

/**
 * Which skipped tests the list does not name for a host that lacks these.
 * @param {readonly { name: string, reason: string }[]} skipped @param {Skips} skips
 * @param {readonly string[]} lacks
 */
export const unlisted = (skipped, skips, lacks) => {
  const allowed = ['nothing', ...lacks]
    .flatMap((lack) => skips[lack] ?? [])
    .map(({ test }) => new RegExp(test));
  return skipped.filter(({ name }) => !allowed.some((test) => test.test(name)));
};
