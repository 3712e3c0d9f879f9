import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { withTemporary } from './temporary.mjs';

const written = (content) => (typeof content === 'string' ? content : JSON.stringify(content, null, 2));

/**
 * Does the work on a little tree that is gone afterwards.
 * @template T
 * @param {Readonly<Record<string, string | object>>} files by path; an object is written as JSON
 * @param {(root: string) => Promise<T>} work
 * @param {string} [inside] where it is made; inside the workspace it finds the workspace's node_modules
 */
export const withTree = (files, work, inside) =>
  withTemporary(async (root) => {
    for (const [path, content] of Object.entries(files)) {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), written(content));
    }
    return work(root);
  }, inside);

/** A package's manifest. */
export const manifest = (name, more = {}) => ({
  name: `@caisson/${name}`,
  version: '0.0.0',
  type: 'module',
  exports: { '.': { types: './dist/index.d.ts', default: './dist/index.js' } },
  ...more,
});
