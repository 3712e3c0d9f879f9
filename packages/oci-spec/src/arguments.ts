import { InvalidOptionError } from '@caisson/errors';

const shown = (value: unknown): string => {
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value);
  return text.length > 120 ? `${text.slice(0, 117)}…` : text;
};

/** The error for an argument: who was called, with what, and what would be right. */
export const badArgument = (who: string, value: unknown, right: string): InvalidOptionError =>
  new InvalidOptionError(`${who}: ${shown(value)} will not do; give ${right}`);

/** A text that the kernel can take: NUL would end it early. */
export const text = (who: string, value: unknown, right = 'a text without NUL'): string => {
  if (typeof value !== 'string' || value.includes('\0')) throw badArgument(who, value, right);
  return value;
};

export const absolutePath = (who: string, value: unknown): string => {
  const path = text(who, value, 'an absolute path');
  if (!path.startsWith('/')) throw badArgument(who, value, 'an absolute path');
  return path;
};

export const integer = (
  who: string,
  value: unknown,
  least: number,
  most: number = Number.MAX_SAFE_INTEGER,
): number => {
  if (!Number.isSafeInteger(value) || (value as number) < least || (value as number) > most) {
    const range = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`;
    throw badArgument(who, value, `an integer ${range}`);
  }
  return value as number;
};

/** A user or group id: 2^32 - 1 means "none" to the kernel. */
export const id = (who: string, value: unknown): number => integer(who, value, 0, 0xfffffffe);

/** An object with named members, as a caller without types may fail to give. */
export const object = <T extends object>(who: string, value: T, right: string): T => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw badArgument(who, value, right);
  }
  return value;
};

/** An object of these options alone. */
export const knownOptions = <T extends object>(
  who: string,
  given: T,
  known: readonly (keyof T & string)[],
): T => {
  object(who, given, `options: ${known.join(', ')}`);
  const unknown = Object.keys(given).find((name) => !(known as readonly string[]).includes(name));
  if (unknown === undefined) return given;
  throw new InvalidOptionError(`${who}: there is no option ${unknown}; known are ${known.join(', ')}`);
};

export const list = <T>(who: string, value: readonly T[], right: string): readonly T[] => {
  if (!Array.isArray(value)) throw badArgument(who, value, right);
  return value;
};
