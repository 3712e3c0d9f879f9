import type { Spec } from '@caisson/core';
import { badArgument } from './arguments.ts';

/** Gives a changed spec and leaves its argument as it was. */
export type Change = (spec: Spec) => Spec;

/** Applies `changes` in order: `pipe(baseSpec('runc'), args('sleep', '9'), memoryLimit('64MiB'))`. */
export const pipe = (spec: Spec, ...changes: readonly Change[]): Spec =>
  changes.reduce((changed, change, index) => {
    if (typeof change !== 'function') throw notAChange(change, index);
    return change(changed);
  }, spec);

const notAChange = (given: unknown, index: number): Error =>
  badArgument(
    `pipe, change ${index + 1}`,
    given instanceof Promise ? 'a promise' : given,
    given instanceof Promise
      ? 'what it settles with: await imageConfig(…), hostDevice(…) and the others that read files'
      : 'a function from a spec to a spec',
  );

/** Several changes as one. */
export const compose =
  (...changes: readonly Change[]): Change =>
  (spec) =>
    pipe(spec, ...changes);
