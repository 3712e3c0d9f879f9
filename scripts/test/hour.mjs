import { join } from 'node:path';
import { cache } from '../setup/root.mjs';
import { readReport, report } from './report.mjs';

const minute = 60_000;

/** What everything together may take, from the start of `npm test` to the end of what it leaves out. */
const hourMs = 60 * minute;
/** For what comes after the last stage: its processes' end, and the summary. */
const endMs = minute;
/** A stage that is stopped at once cannot say why. */
const leastMs = minute;
/** More than the limits of `npm test` together: what began before is not what goes on now. */
const sameMs = 40 * minute;

const noted = join(cache, 'results', 'begun.json');

/**
 * When the hour began: now, or, for what goes on from `npm test`, with that.
 * @param {{ goesOn: boolean, file?: string, now?: number }} how
 * @returns {Promise<number>} milliseconds, as `Date.now()` gives them
 */
export const beginHour = async ({ goesOn, file = noted, now = Date.now() }) => {
  const before = goesOn ? /** @type {any} */ (await readReport(file))?.at : undefined;
  if (before !== undefined && now - before < sameMs) return before;
  report(/** @type {any} */ ({ at: now }), file);
  return now;
};

/**
 * A stage that takes what is left of the hour gets no more than that.
 * @param {import('./stages.mjs').Stage} stage @param {number} begun
 */
export const within = (stage, begun, now = Date.now()) => {
  if (stage.inTheHour !== true) return stage;
  const leftMs = begun + hourMs - endMs - now;
  return { ...stage, limitMs: Math.max(leastMs, Math.min(stage.limitMs, leftMs)) };
};
