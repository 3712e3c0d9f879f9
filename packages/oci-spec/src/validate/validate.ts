import type { Spec } from '@caisson/core';
import { RuntimeError } from '@caisson/errors';
import { extentProblem } from './extent.ts';
import type { Problem } from './problem.ts';
import { ruleProblems } from './rules.ts';
import { shapeProblems } from './shape-problems.ts';

/**
 * Everything that is wrong with a spec, at once: its shape by runtime-spec 1.3, and what the specification's text
 * and the runtimes ask beyond it. Empty where nothing is. What it does not know it leaves alone, so that a spec of a
 * newer version passes.
 */
export const validateSpec = (spec: unknown): readonly Problem[] => {
  const extent = extentProblem(spec);
  if (extent !== undefined) return [extent];
  const misshapen = shapeProblems(spec);
  if (typeof spec !== 'object' || spec === null) return misshapen;
  return [...misshapen, ...ruleProblems(spec as Spec, misshapen)];
};

const mostShown = 20;

/**
 * Throws unless a spec is valid.
 * @param where what the message begins with: a file's path.
 * @throws `ERR_INVALID_SPEC`, with every problem in its message (the first 20).
 */
export function assertSpec(spec: unknown, where = 'spec'): asserts spec is Spec {
  const problems = validateSpec(spec);
  if (problems.length === 0) return;
  const lines = problems
    .slice(0, mostShown)
    .map(({ path, wrong, right }) => `${path || 'the spec'}: ${wrong}; right would be: ${right}`);
  const more = problems.length > mostShown ? [`and ${problems.length - mostShown} more`] : [];
  const reason = [...lines, ...more].join('\n  ');
  throw new RuntimeError('ERR_INVALID_SPEC', `${where}:\n  ${reason}`, { reason });
}
