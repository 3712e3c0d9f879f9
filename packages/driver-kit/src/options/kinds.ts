import { InvalidOptionError } from '@caisson/errors';

/** What an option may be, in words, and whether a value is that. */
export interface OptionKind {
  readonly expected: string;
  readonly is: (value: unknown) => boolean;
}

/** The options of a call or a driver, by name. */
export type OptionKinds = Readonly<Record<string, OptionKind>>;

export const boolean: OptionKind = { expected: 'a boolean', is: (x) => typeof x === 'boolean' };
export const text: OptionKind = {
  expected: 'a string that is not empty',
  is: (x) => typeof x === 'string' && x !== '' && !x.includes('\0'),
};
export const texts: OptionKind = {
  expected: 'an array of strings',
  is: (x) => Array.isArray(x) && x.every((y) => typeof y === 'string' && !y.includes('\0')),
};
export const fn: OptionKind = { expected: 'a function', is: (x) => typeof x === 'function' };
export const milliseconds: OptionKind = {
  expected: 'a number of milliseconds above 0 and below 2^31',
  is: (x) => typeof x === 'number' && x > 0 && x < 2 ** 31,
};
export const absolutePath: OptionKind = {
  expected: 'an absolute path',
  is: (x) => typeof x === 'string' && x.startsWith('/') && !x.includes('\0'),
};
export const oneOf = (...choices: readonly unknown[]): OptionKind => ({
  expected: choices.map((choice) => JSON.stringify(choice)).join(' or '),
  is: (x) => choices.includes(x),
});

/**
 * Refuses what is unknown or ill-typed; an option that is `undefined` counts as absent.
 * @throws `ERR_INVALID_OPTION`, a `TypeError`
 */
export const checkOptions = (of: string, kinds: OptionKinds, options: unknown): void => {
  if (typeof options !== 'object' || options === null) {
    throw new InvalidOptionError(`${of}: the options are ${shown(options)}; give an object`);
  }
  for (const [name, value] of Object.entries(options)) {
    const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
    if (!kind) {
      throw new InvalidOptionError(
        `${of}: there is no option ${name}; known are ${Object.keys(kinds).join(', ')}`,
      );
    }
    if (value !== undefined && !kind.is(value)) {
      throw new InvalidOptionError(`${of}: ${name} is ${shown(value)}; give ${kind.expected}`);
    }
  }
};

const shown = (value: unknown): string => {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 100));
  if (typeof value === 'object' && value !== null) {
    return Array.isArray(value)
      ? 'an array'
      : `an object (${value.constructor?.name ?? 'without prototype'})`;
  }
  return typeof value === 'function' ? 'a function' : String(value);
};
