import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * What tests made smaller for the lab, in their own words (see `smaller` of packages/runc/test/support/emulated.ts).
 * @param {string} out where a machine's results lie
 * @returns {Promise<readonly string[]>}
 */
export const smallerOf = async (out) => {
  const text = await readFile(join(out, 'smaller'), 'utf8').catch(() => '');
  return [...new Set(text.split('\n').filter((line) => line !== ''))];
};
