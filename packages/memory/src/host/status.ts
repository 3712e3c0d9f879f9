import type { ExitStatus } from '@caisson/core';
import { isRuntimeError, RuntimeError } from '@caisson/errors';

/** The same error, knowing how the process that it ended did end. */
export const withStatus = (error: unknown, status: ExitStatus | undefined): unknown => {
  if (!status || !isRuntimeError(error) || error.status || error instanceof TypeError) return error;
  const { code, message, runtime, verb, id, words, reason, cause } = error;
  return new RuntimeError(code, message, { runtime, verb, id, words, reason, cause, status });
};
