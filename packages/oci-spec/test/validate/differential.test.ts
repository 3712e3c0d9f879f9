import Ajv from 'ajv-draft-04';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { shapeProblems } from '../../src/validate/shape-problems.ts';
import { validateSpec } from '../../src/validate/validate.ts';
import { everything } from '../fixtures/everything.ts';
import { hasOfficial, officialExamples, officialSchemas } from '../fixtures/official.ts';

const reason = hasOfficial ? '' : ' (needs the runtime-spec schema beside the repository)';
const schemas = hasOfficial ? officialSchemas() : {};

const official = (): ((spec: unknown) => boolean) => {
  const ajv = new Ajv.default({ strict: false, validateFormats: false });
  for (const [name, schema] of Object.entries(schemas)) ajv.addSchema({ ...schema, id: name }, name);
  const validate = ajv.getSchema('config-schema.json');
  if (validate === undefined) throw new Error('the official schema does not compile');
  return (spec) => validate(spec) === true;
};

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
type Path = readonly (string | number)[];

/** Every place in a value, itself first. */
const places = (value: Json, at: Path = []): readonly Path[] => {
  if (typeof value !== 'object' || value === null) return [at];
  return [
    at,
    ...Object.entries(value).flatMap(([key, inner]) =>
      places(inner as Json, [...at, Array.isArray(value) ? Number(key) : key]),
    ),
  ];
};

const changed = (
  value: Json,
  [key, ...rest]: Path,
  change: (old: Json) => Json | undefined,
): Json | undefined => {
  if (key === undefined) return change(value);
  if (Array.isArray(value)) {
    if (typeof key !== 'number' || key >= value.length) return value;
    const inner = changed(value[key] as Json, rest, change);
    return inner === undefined ? value.toSpliced(key, 1) : value.with(key, inner);
  }
  if (typeof value !== 'object' || value === null) return value;
  const old = value as { readonly [key: string]: Json };
  const inner = changed(old[key] as Json, rest, change);
  if (inner !== undefined) return { ...old, [key]: inner };
  const { [key]: _, ...others } = old;
  return others;
};

const words: readonly string[] = [
  ...new Set(JSON.stringify(schemas).match(/"[A-Z]+(?:_[A-Z0-9]+)+"/g) ?? []),
].map((word) => word.slice(1, -1));

const wild: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(
    null,
    true,
    false,
    '',
    'x',
    '/x',
    '1.0.0',
    'RLIMIT_X',
    'RLIMIT_a1',
    '2MB',
    '02MB',
    'MB:0=1',
    '0-3, 7',
    'c',
    'bc',
    'raw',
    'network',
    'private',
    0,
    1,
    -1,
    1.5,
    511,
    512,
    65_535,
    65_536,
    2 ** 31 - 1,
    2 ** 31,
    -(2 ** 31) - 1,
    2 ** 32 - 1,
    2 ** 32,
    2 ** 53,
    2 ** 63,
    -(2 ** 63),
    2 ** 64,
    2 ** 65,
    -(2 ** 64),
    1e300,
    [],
    {},
    [1],
    ['x'],
    [{}],
    { a: 'x' },
    { a: 1 },
    { a: {} },
    { path: 'x' },
  ),
  fc.constantFrom(...(words.length > 0 ? words : ['x'])),
  fc.string(),
  fc.integer(),
);

/** A value of the same JSON type, which is right more often than not. */
const kin = (old: Json, pick: Json): Json => {
  if (typeof old === 'string') return typeof pick === 'string' ? pick : `${old}x`;
  if (typeof old === 'number') return typeof pick === 'number' ? pick : old + 1;
  if (typeof old === 'boolean') return !old;
  if (Array.isArray(old)) return [...old, ...old];
  return typeof old === 'object' && old !== null ? { ...old, 'x-unknown': pick } : pick;
};

const all = places(everything as unknown as Json).slice(1);
const mutation = fc.record({
  at: fc.constantFrom(...all),
  how: fc.constantFrom('drop', 'drop', 'kin', 'kin', 'kin', 'wild'),
  pick: wild,
});

const mutate = (
  spec: Json,
  { at, how, pick }: { readonly at: Path; readonly how: string; readonly pick: Json },
): Json =>
  changed(spec, at, (old) => (how === 'drop' ? undefined : how === 'kin' ? kin(old, pick) : pick)) ?? {};

/** Names of properties that the schema has for the parts that are compared. */
const schemaProperties = (): ReadonlySet<string> => {
  const found = new Set<string>();
  const walk = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    for (const [key, inner] of Object.entries(node)) {
      if (key === 'properties') for (const name of Object.keys(inner as object)) found.add(name);
      walk(inner);
    }
  };
  for (const [name, schema] of Object.entries(schemas)) {
    if (/^(config-schema|config-linux|config-vm|defs|defs-linux|defs-vm)\.json$/.test(name)) walk(schema);
  }
  for (const foreign of ['solaris', 'windows', 'zos', 'freebsd']) found.delete(foreign);
  return found;
};

describe.skipIf(!hasOfficial)(`the shape of a spec against the official schema${reason}`, () => {
  test('everything has every property of the schema, and both find it right', () => {
    const names = new Set(all.flat().filter((key) => typeof key === 'string'));
    expect([...schemaProperties()].filter((name) => !names.has(name))).toEqual([]);
    expect(official()(everything)).toBe(true);
    expect(shapeProblems(everything)).toEqual([]);
  });

  test('agrees on tens of thousands of mutated specs, with every property mutated', () => {
    const agreed = { valid: 0, invalid: 0 };
    const touched = new Set<string>();
    const isOfficial = official();
    fc.assert(
      fc.property(fc.array(mutation, { minLength: 1, maxLength: 3 }), (mutations) => {
        const spec = mutations.reduce<Json>(mutate, everything as unknown as Json);
        // A known difference: see below.
        fc.pre(!JSON.stringify(spec).includes('"":'));
        for (const { at } of mutations) touched.add(at.join('.'));
        const theirs = isOfficial(spec);
        const ours = shapeProblems(spec);
        if (theirs !== (ours.length === 0))
          throw new Error(`official: ${theirs}; ours: ${JSON.stringify(ours)}`);
        agreed[theirs ? 'valid' : 'invalid'] += 1;
      }),
      { numRuns: 30_000, seed: 20_260_224 },
    );
    const share = agreed.valid / (agreed.valid + agreed.invalid);
    console.info(
      `compared ${agreed.valid + agreed.invalid} specs: ${agreed.valid} valid, ${agreed.invalid} invalid`,
    );
    expect(agreed.valid + agreed.invalid).toBeGreaterThanOrEqual(20_000);
    expect(share).toBeGreaterThanOrEqual(0.3);
    expect(share).toBeLessThanOrEqual(0.7);
    expect(all.map((at) => at.join('.')).filter((at) => !touched.has(at))).toEqual([]);
  });

  test('each property alone, dropped and replaced by every kind of value, is judged the same', () => {
    const kinds: readonly Json[] = [
      null,
      true,
      1,
      -1,
      1.5,
      2 ** 65,
      'x',
      '',
      [],
      ['x'],
      [1],
      {},
      { a: 'x' },
      { a: 1 },
    ];
    const isOfficial = official();
    for (const at of all) {
      for (const change of [undefined, ...kinds]) {
        const spec = changed(everything as unknown as Json, at, () => change);
        const wrong = shapeProblems(spec);
        expect({ at, change, valid: wrong.length === 0 }).toEqual({ at, change, valid: isOfficial(spec) });
      }
    }
  });

  test('differs on purpose: recursive propagation is right, as every runtime has it', () => {
    const spec = { ociVersion: '1.3.0', linux: { rootfsPropagation: 'rslave' } };
    expect([official()(spec), shapeProblems(spec).length]).toEqual([false, 0]);
  });

  test('differs on purpose: an empty key holds a text like any other', () => {
    const spec = { ociVersion: '1.3.0', annotations: { '': 1 } };
    expect([official()(spec), shapeProblems(spec).length]).toEqual([true, 1]);
  });

  test('differs on purpose: of platforms that are not driven only an object is asked', () => {
    const spec = { ociVersion: '1.3.0', windows: { layerFolders: 1 } };
    expect([official()(spec), shapeProblems(spec).length]).toEqual([false, 0]);
  });

  test.each(hasOfficial ? Object.entries(officialExamples('config')) : [])(
    'the official example %s passes whole',
    (_, spec) => {
      expect(validateSpec(spec)).toEqual([]);
    },
  );
});
