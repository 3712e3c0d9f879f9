import * as v from 'valibot';

/**
 * A schema of exactly `T`. The phantom member makes it invariant: a schema that knows one word less, or one more,
 * than an enumeration of the contract is not assignable to that enumeration's `Shape`, and does not compile.
 */
export type Shape<T> = v.GenericSchema<unknown, T> & { readonly '~exact'?: (value: T) => void };

/** A member that may be absent. */
export interface Maybe<T> {
  readonly maybe: Shape<T>;
}

type OptionalKeys<T> = { [K in keyof T]-?: Record<never, never> extends Pick<T, K> ? K : never }[keyof T];

/** One schema for each member of `T`, no more and no fewer, wrapped in `maybe` where the member is optional. */
export type Members<T> = {
  readonly [K in keyof T]-?: K extends OptionalKeys<T> ? Maybe<Exclude<T[K], undefined>> : Shape<T[K]>;
};

export const maybe = <T>(schema: Shape<T>): Maybe<T> => ({ maybe: schema });

/** valibot takes a list for an object. */
const notAList: v.GenericSchema<unknown, Record<string, unknown>> = v.custom<Record<string, unknown>>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  'an object',
);

/** An object; members that are not named are not looked at. */
export const members = <T extends object>(entries: Members<T>): Shape<T> => {
  const listed = Object.entries(entries as Readonly<Record<string, Maybe<unknown> | v.GenericSchema>>);
  const schemas = listed.map(([key, entry]) => [
    key,
    'maybe' in entry ? v.exactOptional(entry.maybe) : entry,
  ]);
  return v.pipe(notAList, v.object(Object.fromEntries(schemas), 'an object')) as unknown as Shape<T>;
};

export const listOf = <T>(item: Shape<T>): Shape<readonly T[]> =>
  v.array(item, 'a list') as unknown as Shape<readonly T[]>;

export const byKey = <T>(item: Shape<T>): Shape<Readonly<Record<string, T>>> =>
  v.pipe(notAList, v.record(v.string(), item, 'an object')) as unknown as Shape<Readonly<Record<string, T>>>;

export const oneOf = <const T extends readonly string[]>(...words: T): Shape<T[number]> =>
  v.picklist(words, `one of ${words.join(', ')}`) as unknown as Shape<T[number]>;
