import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';

/** A package to be: its main module, and what its package.json has beside name and exports. */
export interface Fake {
  readonly module?: string;
  readonly [field: string]: unknown;
}

const driver = { keywords: ['caisson-driver'], version: '1.2.3' };

/** A driver's package whose runtime tells what it was given. */
export const fakeDriver = (name: string, more = ''): Fake => ({
  ...driver,
  module: `export const driver = async (options) => ({
    name: '${name}', options, capabilities: { gpu: false }, close: async () => {}, ${more} });`,
});

const write = (path: string, text: string): void => {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
};

const made: string[] = [];

// Here, since a hook that a running test asks for is never called.
afterAll(() => {
  for (const dir of made) rmSync(dir, { recursive: true, force: true });
});

/** A project with these packages in its node_modules, gone at the end of the test file. */
export const project = (
  packages: Readonly<Record<string, Fake>>,
  files: Readonly<Record<string, string>> = {},
): string => {
  const dir = realpathSync(mkdtempSync(join(tmpdir(), 'project-')));
  made.push(dir);
  for (const [name, { module = '', ...fields }] of Object.entries(packages)) {
    const at = join(dir, 'node_modules', name);
    const manifest = { name, type: 'module', exports: { import: './main.js' }, ...fields };
    write(join(at, 'package.json'), JSON.stringify(manifest));
    write(join(at, 'main.js'), module);
  }
  for (const [name, text] of Object.entries(files)) write(join(dir, name), text);
  return dir;
};
