import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import * as o from '../../src/index.ts';
import { goldens } from '../fixtures/golden.ts';
import { processEffects, seccompEffects } from './process.ts';
import { reachingHost, reachingResources } from './reaching.ts';
import { networkClassEffects, resourceEffects } from './resources.ts';
import { deviceEffects, mountEffects, namespaceEffects } from './surroundings.ts';

/** What a container cannot show by itself. */
const elsewhere: Readonly<Record<string, string>> = {
  clearNamespaces: 'its mounts would be the host\u2019s',
  terminal: 'needs who listens at a console socket: the terminal tests of runc and crun',
  allKnownCapabilities: 'asks for more than a caller may have; allCurrentCapabilities is seen',
};

test('every change is run for real, or it is said why not', async () => {
  const situations = await readFile(join(import.meta.dirname, 'situations.test.ts'), 'utf8');
  const seen = [
    ...[
      ...processEffects,
      ...seccompEffects,
      ...mountEffects,
      ...namespaceEffects,
      ...deviceEffects,
      ...resourceEffects,
      ...networkClassEffects,
    ].map(([name]) => name),
    ...[...reachingResources, ...reachingHost].map(({ name }) => name),
    ...[...situations.matchAll(/test\('([^']+)'/g)].map(([, name = '']) => name),
    ...Object.keys(elsewhere),
  ];
  const words = new Set(seen.flatMap((name) => name.match(/[A-Za-z]+/g) ?? []));
  const changes = goldens.map(({ name }) => name).filter((name) => name in o);
  expect(changes.filter((name) => !words.has(name))).toEqual([]);
});
