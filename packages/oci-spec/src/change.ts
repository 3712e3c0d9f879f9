import type { Spec } from '@caisson/core';

/** Gives a changed spec and leaves its argument as it was. */
export type Change = (spec: Spec) => Spec;

/** Applies `changes` in order: `pipe(baseSpec('runc'), args('sleep', '9'), memoryLimit('64MiB'))`. */
export const pipe = (spec: Spec, ...changes: readonly Change[]): Spec =>
  changes.reduce((changed, change) => change(changed), spec);

/** Several changes as one. */
export const compose =
  (...changes: readonly Change[]): Change =>
  (spec) =>
    pipe(spec, ...changes);
