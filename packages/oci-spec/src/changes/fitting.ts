import { InvalidOptionError } from '@caisson/errors';
import type { Shape } from '../schema/shape.ts';
import { problemsOf } from '../validate/shape-problems.ts';

/** Settings that are set as they are given, once they have the shape that the specification gives them. */
export const fitting = <T>(who: string, shape: Shape<T>, settings: T): T => {
  const problems = problemsOf(shape, settings);
  if (problems.length === 0) return settings;
  const lines = problems.map(({ path, wrong, right }) => `${path || 'this'}: ${wrong}; give ${right}`);
  throw new InvalidOptionError(`${who}: ${lines.join(', ')}`);
};
