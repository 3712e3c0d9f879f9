/** One thing that is wrong with a spec. */
export interface Problem {
  /** Where: `linux.namespaces[0].type`; empty for the spec as a whole. */
  readonly path: string;
  /** What is wrong there: `it is 'net'`. */
  readonly wrong: string;
  /** What would be right: `one of pid, network, …`. */
  readonly right: string;
}

/** `a.b[0]["c d"]` */
export const pathOf = (keys: readonly (string | number)[]): string =>
  keys.reduce<string>((path, key) => {
    if (typeof key === 'number') return `${path}[${key}]`;
    if (!/^[A-Za-z_$][\w$-]*$/.test(key)) return `${path}[${JSON.stringify(key)}]`;
    return path === '' ? key : `${path}.${key}`;
  }, '');

/** A value in a few words, whatever its size. */
export const shown = (value: unknown): string => {
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  return typeof value === 'function' ? 'a function' : String(value);
};
