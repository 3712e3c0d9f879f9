import { unlisted } from '../test/skips.mjs';

/** @typedef {import('../test/report.mjs').Results} Results */
/** @typedef {import('./facts.mjs').Facts} Facts */

/**
 * What one machine brought out.
 * @typedef {object} Brought
 * @property {readonly string[]} files what it was to run
 * @property {string} how how it ended, in words
 * @property {boolean} ok
 * @property {Results | undefined} results
 * @property {Facts | undefined} facts
 */

const failed = (name) => ({ name: `lab: ${name}` });

/**
 * Files that were to run and of which nothing is told.
 * @param {readonly string[]} files @param {Results} results
 */
const untold = (files, { tests = [], failed: failures }) =>
  files.filter(
    (file) =>
      !tests.some((test) => test.file === file) && !failures.some(({ name }) => name.startsWith(file)),
  );

/**
 * One machine's results as its host reports them: a skip is judged by what the lab lacks, not the host.
 * @param {Brought} brought @param {import('../test/skips.mjs').Skips} skips
 * @returns {Results}
 */
export const judged = ({ files, how, ok, results, facts }, skips) => {
  if (results === undefined || facts === undefined) {
    return { passed: 0, failed: [failed(`${how}, and left no results`)], skipped: [] };
  }
  const surprises = unlisted(results.skipped, skips, facts.lacks);
  const failures = [
    ...results.failed.map(({ name }) => failed(name)),
    ...surprises.map(({ name }) => failed(`${name} (skipped, though nothing lists it for the lab)`)),
    ...untold(files, results).map((file) => failed(`${file} (not run: ${how})`)),
  ];
  if (!ok && failures.length === 0) failures.push(failed(`${how}, and no test says why`));
  return {
    passed: results.passed,
    failed: failures,
    skipped: results.skipped
      .filter((skip) => !surprises.includes(skip))
      .map(({ name, reason }) => ({ name: `${name} (skipped in the lab)`, reason: `in the lab: ${reason}` })),
    tests: results.tests ?? [],
  };
};
