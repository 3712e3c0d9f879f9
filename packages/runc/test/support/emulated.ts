import { appendFileSync } from 'node:fs';

/** In the lab, whose processor is emulated: twenty times slower. */
const emulated = process.env['CAISSON_LAB'] === '1';

/**
 * A number of bytes or of times that the lab makes smaller: what is shown stays the same. Its run prints what was
 * made smaller.
 */
export const smaller = (what: string, usual: number, inLab: number): number => {
  if (!emulated) return usual;
  const told = process.env['CAISSON_SMALLER'];
  if (told !== undefined) appendFileSync(told, `${what}: ${inLab} in place of ${usual}\n`);
  return inLab;
};

/** A time limit that a test is to run into, in milliseconds: all else must be done well within it, in the lab too. */
export const limit = (usual: number): number => (emulated ? usual * 10 : usual);

/** Moments of a course of events, in milliseconds: in the lab, where all takes longer, a third of them, and later. */
export const moments = (what: string, usual: readonly number[]): readonly number[] => {
  const some = usual.filter((_, i) => i % 3 === 0);
  return smaller(`moments ${what}`, usual.length, some.length) === usual.length
    ? usual
    : some.map((ms) => ms * 12);
};

/** How long the kit waits for what has to come, in milliseconds: it measures nothing, and the lab needs more. */
export const kitPatienceMs = emulated ? 120_000 : 20_000;
