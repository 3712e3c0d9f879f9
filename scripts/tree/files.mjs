import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Made by tools: never anybody's source. */
const made = new Set(['node_modules', 'dist', '.cache', '.turbo', '.git', 'coverage']);

/**
 * The files below a directory, none where it is missing, without those that tools make.
 * @param {string} directory
 * @param {{ all?: boolean }} [options] `all`: those too
 * @returns {Promise<readonly string[]>} absolute paths
 */
export const filesIn = async (directory, { all = false } = {}) => {
  const entries = await readdir(directory, { withFileTypes: true }).catch((error) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const found = [];
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(directory, entry.name);
    if (entry.isFile()) found.push(path);
    if (entry.isDirectory() && (all || !made.has(entry.name))) found.push(...(await filesIn(path, { all })));
  }
  return found;
};
