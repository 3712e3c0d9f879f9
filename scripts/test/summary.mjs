import { unlisted } from './skips.mjs';

/** @typedef {import('./report.mjs').Results} Results */

const counts = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed.length} failed, ${skipped.length} skipped`;

/** @param {readonly Results[]} all @returns {Results} */
export const sum = (all) => ({
  passed: all.reduce((total, { passed }) => total + passed, 0),
  failed: all.flatMap(({ failed }) => failed),
  skipped: all.flatMap(({ skipped }) => skipped),
});

const section = (title, lines) =>
  lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${line}`)];

/** @param {Results['skipped']} skipped */
const byReason = (skipped) =>
  [...new Set(skipped.map(({ reason }) => reason))].flatMap((reason) => {
    const alike = skipped.filter((it) => it.reason === reason);
    return [`${reason} (${alike.length}):`, ...alike.map(({ name }) => `  ${name}`)];
  });

/**
 * What a person is to read at the end; its last line is the counts alone.
 * @param {readonly { name: string, results: Results }[]} stages
 * @param {import('./skips.mjs').Skips} skips @param {readonly string[]} lacks
 */
export const summary = (stages, skips, lacks) => {
  const total = sum(stages.map(({ results }) => results));
  const surprises = unlisted(total.skipped, skips, lacks);
  const lines = [
    ...section(
      'Stages',
      stages.map(({ name, results }) => `${name.padEnd(12)}${counts(results)}`),
    ),
    ...section('Skipped', byReason(total.skipped)),
    ...section(
      `Skipped, though scripts/test/skips.json does not list it for this host (it lacks ${lacks.join(', ') || 'nothing'})`,
      surprises.map(({ name }) => name),
    ),
    ...section(
      'Failed',
      total.failed.map(({ name }) => name),
    ),
    '',
    counts(total),
  ];
  return { text: lines.join('\n'), ok: total.failed.length === 0 && surprises.length === 0 };
};
