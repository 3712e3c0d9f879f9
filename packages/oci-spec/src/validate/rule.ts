import type { Spec } from '@caisson/core';
import type { Problem } from './problem.ts';

/** Something beyond shape that must hold. */
export interface Rule {
  /** The parts of the spec whose shape it relies on. */
  readonly reads: readonly string[];
  readonly check: (spec: Spec) => readonly Problem[];
}

const firsts = <T>(items: readonly T[], key: (item: T) => unknown): readonly number[] => {
  const first = new Map<unknown, number>();
  return items.map((item, index) => {
    const value = key(item);
    const known = first.get(value) ?? index;
    first.set(value, known);
    return known;
  });
};

/**
 * A rule that looks at each item of a list by itself, and is told which one is the first that has the same `key`
 * (itself, where there is no `key`).
 */
export const each = <T>(
  path: string,
  list: (spec: Spec) => readonly T[] | undefined,
  problem: (item: T, index: number, first: number) => Omit<Problem, 'path'> | undefined,
  key?: (item: T) => unknown,
): Rule => ({
  reads: [path],
  check: (spec) => {
    const items = list(spec) ?? [];
    const first = key === undefined ? [] : firsts(items, key);
    return items.flatMap((item, index) => {
      const found = problem(item, index, first[index] ?? index);
      return found === undefined ? [] : [{ path: `${path}[${index}]`, ...found }];
    });
  },
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
