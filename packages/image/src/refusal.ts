import type { ErrorFacts, ImageJudgement } from '@caisson/core';
import { RuntimeError } from '@caisson/errors';

/** The fatal differences as the error of a restore that starts nothing; `undefined` where there are none. */
export const refusal = (
  imagePath: string,
  { differences }: ImageJudgement,
  facts: ErrorFacts = {},
): RuntimeError | undefined => {
  const fatal = differences.filter(({ severity }) => severity === 'fatal');
  if (fatal.length === 0) return undefined;
  const reason = fatal.map(({ what, message }) => `${what}: ${message}`).join('\n');
  return new RuntimeError('ERR_IMAGE_INCOMPATIBLE', `${imagePath} cannot be restored here: ${reason}`, {
    ...facts,
    reason,
  });
};
