import { mkdirSync, writeFileSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * What a stage found.
 * @typedef {object} Results
 * @property {number} passed
 * @property {{ name: string }[]} failed
 * @property {{ name: string, reason: string }[]} skipped
 * @property {Test[]} [tests] each of them, where the stage ran vitest
 */

/** @typedef {{ file: string, name: string, state: 'passed' | 'failed' | 'skipped' | 'pending' }} Test */

/** Names the file that a stage leaves its results in. */
export const variable = 'CAISSON_RESULTS';

/**
 * In one go, since a reporter may be called again before it is done.
 * @param {Results} results @param {string} [file]
 */
export const report = (results, file = process.env[variable]) => {
  if (file === undefined) return;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`);
};

export const forget = (file) => rm(file, { force: true });

/** The results in a file, or `undefined` where nobody left any. @returns {Promise<Results | undefined>} */
export const readReport = async (file) => {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
};
