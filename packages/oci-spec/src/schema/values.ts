import * as v from 'valibot';
import { byKey, listOf, type Shape } from './shape.ts';

// Each message says what would be right; `shape-problems.ts` adds what is wrong.

const whole = (least: number, most: number, right: string): Shape<number> =>
  v.custom<number>(
    (value) => Number.isInteger(value) && (value as number) >= least && (value as number) <= most,
    right,
  ) as Shape<number>;

export const text: Shape<string> = v.string('a text') as unknown as Shape<string>;
export const flag: Shape<boolean> = v.boolean('true or false') as unknown as Shape<boolean>;
export const int: Shape<number> = whole(-Infinity, Infinity, 'an integer');
export const int32: Shape<number> = whole(-(2 ** 31), 2 ** 31 - 1, 'an integer of 32 bits');
export const int64: Shape<number> = whole(-(2 ** 63), 2 ** 63, 'an integer of 64 bits');
export const uint16: Shape<number> = whole(0, 0xffff, 'an integer from 0 to 65535');
export const uint32: Shape<number> = whole(0, 0xffffffff, 'an integer from 0 to 4294967295');
export const uint64: Shape<number> = whole(0, 2 ** 64, 'an integer of 64 bits, not below 0');
export const seconds: Shape<number> = whole(1, Infinity, 'an integer of at least 1');
export const fileMode: Shape<number> = whole(0, 0o777, 'permission bits, 0 to 511 (0o777), in decimal');

export const matching = (form: RegExp, right: string): Shape<string> =>
  v.custom<string>((value) => typeof value === 'string' && form.test(value), right) as Shape<string>;

export const texts: Shape<readonly string[]> = listOf(text);
export const uint32s: Shape<readonly number[]> = listOf(uint32);
export const textByKey: Shape<Readonly<Record<string, string>>> = byKey(text);
export const anything: Shape<Readonly<Record<string, unknown>>> = v.custom<Readonly<Record<string, unknown>>>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  'an object',
) as Shape<Readonly<Record<string, unknown>>>;
