import { appendFileSync } from 'node:fs';
import type { ConformanceOutcome } from '@caisson/conformance';

/** Writes down what became of each test, a line of JSON each, in the file that CAISSON_OUTCOMES names, if it does. */
export const outcomesOf = (
  runtime: string,
): { readonly onOutcome: (outcome: ConformanceOutcome) => void } => ({
  onOutcome: (outcome) => {
    const file = process.env['CAISSON_OUTCOMES'];
    if (file) appendFileSync(file, `${JSON.stringify({ runtime, ...outcome })}\n`);
  },
});
