import type { Problem } from './problem.ts';

const mostLevels = 64;
const mostValues = 500_000;

/**
 * Whether a value is so deep, or so large, that walking it otherwise would cost more than any spec is worth; a
 * circle is deep. Walks without recursion.
 */
export const extentProblem = (spec: unknown): Problem | undefined => {
  let level: readonly unknown[] = [spec];
  let seen = 0;
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > mostLevels)
      return problem(`it nests deeper than ${mostLevels} levels`, 'a spec of fewer levels');
    const next: unknown[] = [];
    for (const value of level) {
      if (typeof value !== 'object' || value === null) continue;
      const inner = Object.values(value);
      seen += inner.length;
      if (seen > mostValues) return problem(`it has more than ${mostValues} values`, 'a smaller spec');
      for (const each of inner) if (typeof each === 'object') next.push(each);
    }
    level = next;
  }
  return undefined;
};

const problem = (wrong: string, right: string): Problem => ({ path: '', wrong, right });
