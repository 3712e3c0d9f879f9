import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Spec } from '@caisson/core';
import { describe, expect, test } from 'vitest';
import * as o from '../../src/index.ts';
import { goldens } from '../fixtures/golden.ts';

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

describe('the comparison with containerd and runtime-tools in the README', () => {
  test('names functions that there are, each with its expected JSON or a test of its own', async () => {
    const readme = await readFile(join(import.meta.dirname, '../../README.md'), 'utf8');
    const table = readme.split('\n').filter((line) => line.startsWith('| `With') || line.startsWith('| –'));
    expect(table.length).toBeGreaterThan(60);
    const tested = new Set([
      ...goldens.map(({ name }) => name),
      // Each in a file of its own, since they read files or make more than a few lines of JSON.
      'baseSpec',
      'readBundle',
      'specFromJson',
      'imageConfig',
      'envFile',
      'userFromRootfs',
      'lookUpUser',
      'additionalGroupsFromRootfs',
      'allCurrentCapabilities',
      'hostDevices',
      'defaultSeccomp',
      'privileged',
      'dockerInDocker',
      'rootless',
      'hostRootfs',
      'loadCdi',
      'pipe',
    ]);
    const named = table.flatMap((line) =>
      [...(line.split('|')[3] ?? '').matchAll(/`([A-Za-z]+)/g)].map(([, name = '']) => name),
    );
    expect(named.length).toBeGreaterThanOrEqual(table.length);
    expect(named.filter((name) => !(name in o))).toEqual([]);
    expect(named.filter((name) => !tested.has(name))).toEqual([]);
  });
});
