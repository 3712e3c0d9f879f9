import type { ErrorCode, RuntimeError } from '@caisson/core';
import { isRuntimeError } from '@caisson/errors';
import { expect } from 'vitest';

/** The error that a call rejects with, or throws, and that must be of this code. */
export const failure = async (code: ErrorCode, work: PromiseLike<unknown>): Promise<RuntimeError> => {
  try {
    await work;
  } catch (error) {
    if (!isRuntimeError(error)) throw error;
    expect({ code: error.code, message: error.message }).toEqual({ code, message: expect.any(String) });
    return error;
  }
  throw new Error(`It did not fail with ${code}.`);
};
