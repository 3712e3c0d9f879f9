import { appendFileSync } from 'node:fs';

/**
 * A number of bytes or of times that the lab, which emulates its processor, makes smaller: what is shown stays the
 * same. Its run prints what was made smaller.
 */
export const smaller = (what: string, usual: number, inLab: number): number => {
  if (process.env['CAISSON_LAB'] !== '1') return usual;
  const told = process.env['CAISSON_SMALLER'];
  if (told !== undefined) appendFileSync(told, `${what}: ${inLab} in place of ${usual}\n`);
  return inLab;
};
