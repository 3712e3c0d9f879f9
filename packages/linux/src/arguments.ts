import { InvalidOptionError } from '@caisson/errors';

const INT_MIN = -(2 ** 31);
const INT_MAX = 2 ** 31 - 1;

/** What koffi would turn into another number, or refuse without saying which argument it was. */
export const checkInteger = (
  name: string,
  value: unknown,
  least: number = INT_MIN,
  most: number = INT_MAX,
): void => {
  if (Number.isInteger(value) && (value as number) >= least && (value as number) <= most) return;
  throw new InvalidOptionError(`${name} must be an integer from ${least} to ${most}, not ${String(value)}`);
};

export const checkFunction = (name: string, value: unknown): void => {
  if (typeof value === 'function') return;
  throw new InvalidOptionError(`${name} must be a function, not ${typeof value}`);
};
