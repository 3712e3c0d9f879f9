import type { Dirent } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';

const readableByAll = 0o004;

const goneSince = (error: NodeJS.ErrnoException): undefined => {
  if (error.code !== 'ENOENT') throw error;
};

const within = async (dir: string, entry: Dirent): Promise<readonly string[]> => {
  if (entry.isSymbolicLink()) return [];
  const path = join(dir, entry.name);
  const found = await lstat(path).catch(goneSince);
  if (found === undefined) return [];
  const { mode } = found;
  if ((mode & readableByAll) === 0) return [path];
  return entry.isDirectory() ? secrets(path) : [];
};

/**
 * What under `dir` not every user may read: password hashes, keys. Root in a container is root to these files, so
 * what the host keeps from its users must be masked. A directory stands for all that is in it.
 */
export const secrets = async (dir: string): Promise<readonly string[]> => {
  const entries = await readdir(dir, { withFileTypes: true });
  const found = await Promise.all(entries.map((entry) => within(dir, entry)));
  return found.flat().sort();
};
