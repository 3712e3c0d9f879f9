import type { Spec } from '@caisson/core';
import { expectTypeOf, test } from 'vitest';
import { args, assertSpec, baseSpec, type Change, memoryLimit, namespace, pipe } from '../src/index.ts';

test('a change is a function from spec to spec, and so is any such function', () => {
  expectTypeOf(memoryLimit('1m')).toEqualTypeOf<Change>();
  expectTypeOf(pipe(baseSpec('runc'), (spec) => ({ ...spec, hostname: 'a' }))).toEqualTypeOf<Spec>();
});

test('what could not work does not compile', () => {
  // @ts-expect-error no such runtime
  baseSpec('docker');
  // @ts-expect-error a program is needed
  args();
  // @ts-expect-error no such namespace
  namespace('net', 'host');
});

test('assertSpec narrows', () => {
  const spec: unknown = {};
  assertSpec(spec);
  expectTypeOf(spec).toEqualTypeOf<Spec>();
});
