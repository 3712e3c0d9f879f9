import { changesets } from './changesets.mjs';
import { exportedFiles } from './exported-files.mjs';
import { guide } from './guide.mjs';
import { houseWords } from './house-words.mjs';
import { imports } from './imports.mjs';
import { lint } from './lint.mjs';
import { packedPackages } from './packed-packages.mjs';
import { samples } from './samples.mjs';
import { types } from './types.mjs';
import { unused } from './unused.mjs';

/**
 * A check looks at a tree, changes nothing in it and tells what is wrong.
 * @typedef {object} Check
 * @property {string} name
 * @property {string} about what it sees to
 * @property {(root: string) => Promise<Findings>} run
 */

/**
 * @typedef {object} Findings
 * @property {readonly string[]} problems a sentence each, or a tool's own words
 * @property {readonly Skipped[]} [skipped] what could not be looked at on this host
 */

/** @typedef {{ name: string, reason: string }} Skipped */

/** @type {readonly Check[]} */
export const checks = [
  lint,
  types,
  imports,
  exportedFiles,
  houseWords,
  changesets,
  unused,
  packedPackages,
  guide,
  samples,
];
