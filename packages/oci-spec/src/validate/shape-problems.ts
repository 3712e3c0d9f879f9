import * as v from 'valibot';
import type { Shape } from '../schema/shape.ts';
import { specShape } from '../schema/spec.ts';
import { type Problem, pathOf, shown } from './problem.ts';

const keysOf = (issue: v.BaseIssue<unknown>): readonly (string | number)[] =>
  (issue.path ?? []).map(({ key }) => (typeof key === 'number' ? key : String(key)));

const wrongOf = (issue: v.BaseIssue<unknown>): string => {
  if (issue.input === undefined) {
    const { key, input } = issue.path?.at(-1) ?? {};
    const there = typeof input === 'object' && input !== null && typeof key === 'string' && key in input;
    return there ? 'it is undefined' : 'it is missing';
  }
  return `it is ${shown(issue.input)}`;
};

const isMissing = (issue: v.BaseIssue<unknown>): boolean =>
  issue.type === 'object' && issue.input === undefined && issue.path?.at(-1) !== undefined;

const needed: Readonly<Record<string, string>> = {
  ociVersion: "a version such as '1.0.2'",
  destination: 'a path in the container',
  path: 'a path',
  cwd: 'an absolute path',
};

const neededAt = (issue: v.BaseIssue<unknown>): string =>
  needed[String(issue.path?.at(-1)?.key)] ?? 'it is needed';

/** What a value is not of its shape, all of it. */
export const problemsOf = <T>(shape: Shape<T>, value: unknown): readonly Problem[] => {
  const { issues } = v.safeParse(shape, value);
  return (issues ?? []).map((issue) => ({
    path: pathOf(keysOf(issue)),
    wrong: wrongOf(issue),
    right: isMissing(issue) ? neededAt(issue) : issue.message,
  }));
};

/** What the shape of a spec is not. */
export const shapeProblems = (spec: unknown): readonly Problem[] => problemsOf(specShape, spec);
