import type { Spec } from '@caisson/core';
import type { Problem } from './problem.ts';

/** Something beyond shape that must hold. */
export interface Rule {
  /** The parts of the spec whose shape it relies on. */
  readonly reads: readonly string[];
  readonly check: (spec: Spec) => readonly Problem[];
}

/** A rule that looks at each item of a list by itself. */
export const each = <T>(
  path: string,
  list: (spec: Spec) => readonly T[] | undefined,
  problem: (item: T, index: number, all: readonly T[]) => Omit<Problem, 'path'> | undefined,
): Rule => ({
  reads: [path],
  check: (spec) =>
    (list(spec) ?? []).flatMap((item, index, all) => {
      const found = problem(item, index, all);
      return found === undefined ? [] : [{ path: `${path}[${index}]`, ...found }];
    }),
});

/** A rule that looks at one value. */
export const one = <T>(
  path: string,
  value: (spec: Spec) => T | undefined,
  problem: (value: T, spec: Spec) => Omit<Problem, 'path'> | undefined,
  alsoReads: readonly string[] = [],
): Rule => ({
  reads: [path, ...alsoReads],
  check: (spec) => {
    const found = value(spec);
    const wrong = found === undefined ? undefined : problem(found, spec);
    return wrong === undefined ? [] : [{ path, ...wrong }];
  },
});

/** Those of `list` whose `key` an earlier one has. */
export const firstWith = <T, K>(all: readonly T[], index: number, key: (item: T) => K): number => {
  const wanted = key(all[index] as T);
  return all.findIndex((item) => key(item) === wanted);
};
