import type { Spec } from '@caisson/core';

const beyond = 2 ** 53;

/**
 * A double beyond 2^53 in digits that a 64-bit field takes: 2^64 is how JavaScript reads the largest unsigned value
 * (`RLIM_INFINITY`), 2^63 the largest signed one, and JSON.stringify would print both one too high.
 */
const digits = (value: number): string => {
  if (value === 2 ** 64) return '18446744073709551615';
  if (value === 2 ** 63) return '9223372036854775807';
  return BigInt(value).toString();
};

/** ES2026, in V8 since 11.4; not yet in TypeScript's library for ES2024. */
const { rawJSON } = JSON as unknown as { readonly rawJSON: (text: string) => object };

const exact = (_key: string, value: unknown): unknown =>
  typeof value === 'number' && Math.abs(value) >= beyond && Number.isInteger(value)
    ? rawJSON(digits(value))
    : value;

/** The text of a `config.json`, with integers of 64 bits as a runtime can read them. */
export const specToJson = (spec: Spec): string => `${JSON.stringify(spec, exact, 2)}\n`;
