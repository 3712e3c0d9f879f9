/** A count from a file that holds nothing else. */
export const parseCount = (text: string | undefined): number | undefined => {
  const word = text?.trim();
  return word !== undefined && /^\d+$/.test(word) ? Number(word) : undefined;
};

/**
 * A limit; `undefined` where there is none. v2 writes `max`, v1 the largest multiple of the page size below 2^63
 * (9223372036854771712 with pages of 4 KiB).
 */
export const parseLimit = (text: string | undefined): number | undefined => {
  const limit = parseCount(text);
  return limit === undefined || limit >= 2 ** 62 ? undefined : limit;
};

/** The value of a key in a file of `key value` lines (cgroup-v2.rst, "flat keyed"). */
export const valueAt = (text: string | undefined, key: string): string | undefined => {
  for (const line of text?.split('\n') ?? []) {
    if (line.startsWith(`${key} `)) return line.slice(key.length + 1).trim();
  }
  return undefined;
};

/** A time of the kernel's, in nanoseconds. */
export const parseNs = (text: string | undefined, unitNs: bigint): bigint | undefined => {
  const word = text?.trim();
  return word !== undefined && /^\d+$/.test(word) ? BigInt(word) * unitNs : undefined;
};

/** Without the members that are not known. */
export const known = <T extends object>(values: { readonly [K in keyof T]: T[K] | undefined }): Partial<T> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>;
