import { unlisted } from '../test/skips.mjs';

/** @typedef {import('../test/report.mjs').Results} Results */

/**
 * The lab's results as its host reports them: a skip is judged by what the lab lacks, not the host.
 * @param {Results} results
 * @param {{ kernel: string, runtimes: readonly string[], lacks: readonly string[] }} facts
 * @param {import('../test/skips.mjs').Skips} skips @param {boolean} ok whether the run itself ended well
 */
export const resultsOf = ({ passed, failed, skipped }, { kernel, runtimes, lacks }, skips, ok) => {
  const surprises = unlisted(skipped, skips, lacks);
  const all = [
    ...failed.map(({ name }) => ({ name: `lab: ${name}` })),
    ...surprises.map(({ name }) => ({ name: `lab: ${name} (skipped, though nothing lists it for the lab)` })),
  ];
  if (!ok && all.length === 0) all.push({ name: 'lab: the run ended badly, and no test says why' });
  const reasons = [...new Set(skipped.map(({ reason }) => reason))];
  const table = [
    '',
    `The lab: Linux ${kernel}, cgroup v2, ${runtimes.join(', ')}`,
    `  ${passed} passed, ${failed.length} failed, ${skipped.length} skipped${reasons.length > 0 ? `: ${reasons.join('; ')}` : ''}`,
  ].join('\n');
  const told = skipped.filter((skip) => !surprises.includes(skip));
  const listed = told.map(({ name, reason }) => ({
    name: `${name} (skipped in the lab)`,
    reason: `in the lab: ${reason}`,
  }));
  return { table, results: { passed, failed: all, skipped: listed } };
};
