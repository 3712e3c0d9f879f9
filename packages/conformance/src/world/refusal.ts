import assert from 'node:assert/strict';
import type { ErrorCode, RuntimeError } from '@caisson/core';

/** The error of work that must fail with one of these codes. */
export const errorOf = async (
  work: PromiseLike<unknown>,
  ...codes: readonly ErrorCode[]
): Promise<RuntimeError> => {
  const wanted = codes.join(' or ');
  let outcome: unknown;
  try {
    outcome = await work;
  } catch (error) {
    if (!(error instanceof Error)) assert.fail(`it rejected with ${String(error)}, which is no Error`);
    const { code } = error as Partial<RuntimeError>;
    assert.ok(
      codes.some((each) => each === code),
      `it rejected with ${code ?? 'no code'} in place of ${wanted}: ${error.message}`,
    );
    return error as RuntimeError;
  }
  return assert.fail(`it resolved with ${JSON.stringify(outcome)} in place of rejecting with ${wanted}`);
};
