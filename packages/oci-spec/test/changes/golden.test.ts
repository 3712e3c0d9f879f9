import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Spec } from '@caisson/core';
import { describe, expect, test } from 'vitest';
import * as o from '../../src/index.ts';
import { goldens } from '../fixtures/golden.ts';
import { containerd, leftOut, runtimeTools } from '../fixtures/upstream.ts';

const frozen = <T>(value: T): T => {
  if (typeof value === 'object' && value !== null) {
    Object.freeze(value);
    for (const inner of Object.values(value)) frozen(inner);
  }
  return value;
};

describe('each change gives the expected JSON and leaves its argument alone', () => {
  test.each(goldens.map((golden) => [golden.name, golden] as const))(
    '%s',
    async (_, { before, change, after }) => {
      const spec: Spec = frozen({ ociVersion: '1.0.2', ...before });
      const changed = o.pipe(spec, await change);
      expect(JSON.parse(o.specToJson(changed))).toEqual({ ociVersion: '1.0.2', ...after });
    },
  );
});

/** Each in a file of its own, since they read files or make more than a few lines of JSON. */
const testedElsewhere: readonly string[] = [
  'additionalGroupsFromRootfs',
  'allCurrentCapabilities',
  'baseSpec',
  'compose',
  'defaultSeccomp',
  'envFile',
  'hostDevices',
  'imageConfig',
  'loadCdi',
  'lookUpUser',
  'pipe',
  'privileged',
  'readBundle',
  'rootless',
  'specFromJson',
  'specToJson',
  'userFromRootfs',
  'watchCdi',
  'writeBundle',
];

describe('the comparison with containerd and runtime-tools in the README', async () => {
  const readme = await readFile(join(import.meta.dirname, '../../README.md'), 'utf8');
  const start = readme.indexOf('| containerd | runtime-tools | here |');
  const table = readme.slice(start, readme.indexOf('\n\n', start)).split('\n').slice(2);
  const named = (column: number): readonly string[] =>
    table.flatMap((line) =>
      [...(line.split('|')[column] ?? '').matchAll(/`(\w+)`/g)].map(([, name = '']) => name),
    );

  test.each([
    ['containerd', containerd, 1],
    ['runtime-tools', runtimeTools, 2],
  ] as const)('has every function of %s once', (_, theirs, column) => {
    const wanted = theirs.filter((name) => !leftOut.includes(name));
    expect([...named(column)].sort()).toEqual([...wanted].sort());
  });

  test('names functions that there are, each with its expected JSON or a test of its own', () => {
    const tested = new Set([...goldens.map(({ name }) => name), ...testedElsewhere]);
    expect(named(3).length).toBeGreaterThanOrEqual(table.length);
    expect(named(3).filter((name) => !(name in o))).toEqual([]);
    expect(named(3).filter((name) => !tested.has(name))).toEqual([]);
  });

  test('has every change that the package exports', () => {
    const changes = goldens.map(({ name }) => name).filter((name) => name in o);
    const purposes = ['checkpointable', 'preInit', 'startupHook'];
    expect(changes.filter((name) => !named(3).includes(name) && !purposes.includes(name))).toEqual([]);
  });
});
