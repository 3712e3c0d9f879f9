import type { ErrorCode, ErrorFacts, ExitStatus, RuntimeError as Shape } from '@caisson/core';
import { brand } from './brand.ts';

/** What every runtime of Caisson rejects with. Tell one by {@link isRuntimeError} and its `code`. */
export class RuntimeError extends Error implements Shape {
  readonly code: ErrorCode;
  declare readonly runtime?: string | undefined;
  declare readonly verb?: string | undefined;
  declare readonly id?: string | undefined;
  declare readonly words?: string | undefined;
  declare readonly reason?: string | undefined;
  declare readonly status?: ExitStatus | undefined;

  constructor(code: ErrorCode, message: string, facts: ErrorFacts & { readonly cause?: unknown } = {}) {
    const { cause, ...known } = facts;
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    for (const [key, value] of Object.entries(known)) {
      if (value !== undefined) Object.defineProperty(this, key, { value, enumerable: true });
    }
  }
}

Object.defineProperties(RuntimeError.prototype, {
  name: { value: 'RuntimeError', configurable: true, writable: true },
  [brand]: { value: true },
});
