import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Outcome } from './bench.ts';

/** The lab hands out what lies there. */
const results = process.env['CAISSON_LAB'] === '1' ? '/results' : join(import.meta.dirname, '..', 'results');

export const textOf = ({ title, text }: Outcome): string => `${title}\n${text}\n`;

/** Keeps a bench's last output in `results/NAME.txt`. */
export const keep = (name: string, machine: string, outcomes: readonly Outcome[]): void => {
  mkdirSync(results, { recursive: true });
  writeFileSync(join(results, `${name}.txt`), `${[`${machine}\n`, ...outcomes.map(textOf)].join('\n')}`);
};
