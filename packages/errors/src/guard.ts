import type { ErrorCode, RuntimeError as Shape } from '@caisson/core';
import { brand } from './brand.ts';

/** Whether `error` is a runtime's, by any installed version of this package, and has one of `codes` if any is given. */
export const isRuntimeError = <C extends ErrorCode = ErrorCode>(
  error: unknown,
  ...codes: readonly C[]
): error is Shape & { readonly code: C } =>
  error instanceof Error &&
  brand in error &&
  (codes.length === 0 || codes.includes((error as unknown as Shape).code as C));
