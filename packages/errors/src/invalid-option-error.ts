import type { ErrorCode, RuntimeError as Shape } from '@caisson/core';
import { brand } from './brand.ts';

/** An unknown or ill-typed option: a `TypeError` that {@link isRuntimeError} knows as `ERR_INVALID_OPTION`. */
export class InvalidOptionError extends TypeError implements Shape {
  readonly code: ErrorCode & 'ERR_INVALID_OPTION' = 'ERR_INVALID_OPTION';
}

Object.defineProperties(InvalidOptionError.prototype, {
  name: { value: 'InvalidOptionError', configurable: true, writable: true },
  [brand]: { value: true },
});
