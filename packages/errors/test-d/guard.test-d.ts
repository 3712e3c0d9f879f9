import type { RuntimeError as Shape } from '@caisson/core';
import { expectTypeOf, test } from 'vitest';
import { InvalidOptionError, isRuntimeError, RuntimeError } from '../src/index.ts';

test('the guard narrows to the codes that it was asked for', () => {
  const error: unknown = new RuntimeError('ERR_ABORTED', 'x');
  if (isRuntimeError(error)) expectTypeOf(error).toExtend<Shape>();
  if (isRuntimeError(error, 'ERR_ABORTED', 'ERR_TIMEOUT')) {
    expectTypeOf(error.code).toEqualTypeOf<'ERR_ABORTED' | 'ERR_TIMEOUT'>();
  }
  // @ts-expect-error no such code
  isRuntimeError(error, 'ERR_NO_SUCH');
});

test('the classes have the shape of the contract', () => {
  expectTypeOf(RuntimeError).instance.toExtend<Shape>();
  expectTypeOf(InvalidOptionError).instance.toExtend<Shape>();
  expectTypeOf(InvalidOptionError).instance.toExtend<TypeError>();
});
