import { expect, it } from 'vitest';
import { manifest, withTree } from '../tree/fixture.mjs';
import { imports } from './imports.mjs';
import { allowed } from './table.mjs';

const findings = (files) => withTree(files, async (root) => (await imports.run(root)).problems);

/** @param {string} source @param {Record<string, string>} [dependencies] */
const errors = (source, dependencies = { '@caisson/core': 'workspace:^' }) => ({
  'packages/errors/package.json': manifest('errors', { dependencies }),
  'packages/errors/src/index.ts': source,
});

it('points up the table alone', () => {
  const order = Object.keys(allowed);
  for (const [name, others] of Object.entries(allowed)) {
    for (const other of others) {
      expect(order.indexOf(other), `${name} → ${other}`).toBeGreaterThanOrEqual(0);
      expect(order.indexOf(other), `${name} → ${other}`).toBeLessThan(order.indexOf(name));
    }
  }
});

it('allows what the table allows, whatever stands in a comment', async () => {
  const source =
    "/**\n * import { runc } from '@caisson/runc';\n */\nimport type { State } from '@caisson/core';\n";
  expect(await findings(errors(source))).toEqual([]);
});

it.each([
  ['a static import', "import { runc } from '@caisson/runc';\n"],
  ['an import over several lines', "import {\n  runc,\n} from '@caisson/runc';\n"],
  ['a type import', "import type { RuncOptions } from '@caisson/runc';\n"],
  ['an export from', "export * from '@caisson/runc';\n"],
  ['a bare import', "import '@caisson/runc';\n"],
  ['a dynamic import', "export const load = () => import('@caisson/runc');\n"],
])('fails on %s down the table', async (_, source) => {
  expect(await findings(errors(source))).toEqual([
    'packages/errors/src/index.ts: errors may not import runc.',
  ]);
});

it('fails on a dependency down the table', async () => {
  expect(await findings(errors('', { '@caisson/cli': 'workspace:^' }))).toEqual([
    'packages/errors/package.json: errors may not depend on cli.',
  ]);
});

it('fails on an import that the manifest does not name', async () => {
  const problems = await findings(errors("import type { State } from '@caisson/core';\n", {}));
  expect(problems.join()).toContain('does not name');
});

it('fails on an import of another package by its path', async () => {
  const problems = await findings(errors("import { a } from '../../core/src/index.ts';\n"));
  expect(problems.join()).toContain("outside its package's src");
});

it('fails on a peer down the table, unless it may be absent', async () => {
  const peerDependencies = { '@caisson/runc': 'workspace:^' };
  const peerDependenciesMeta = { '@caisson/runc': { optional: true } };
  const files = (more) => ({ 'packages/runtime/package.json': manifest('runtime', more) });
  expect(await findings(files({ peerDependencies }))).toHaveLength(1);
  expect(await findings(files({ peerDependencies, peerDependenciesMeta }))).toEqual([]);
});

it('leaves what tests depend on alone', async () => {
  const devDependencies = { '@caisson/runc': 'workspace:^' };
  const files = { 'packages/core/package.json': manifest('core', { devDependencies }) };
  expect(await findings(files)).toEqual([]);
});

it('fails on an import in core, and on code in what core builds', async () => {
  const problems = await findings({
    'packages/core/package.json': manifest('core'),
    'packages/core/src/index.ts': "import type { X } from 'somewhere';\n",
    'packages/core/dist/index.js': 'export const a = 1;\n',
  });
  expect(problems).toEqual([
    'packages/core/src/index.ts imports somewhere: core imports nothing.',
    'packages/core/dist/index.js holds code: core is types alone.',
  ]);
});

it('fails on a package that the table does not know', async () => {
  expect((await findings({ 'packages/novel/package.json': manifest('novel') })).join()).toContain(
    'not in the table',
  );
});
