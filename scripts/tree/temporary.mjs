import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Does the work with a directory that is gone afterwards.
 * @template T
 * @param {(directory: string) => Promise<T>} work
 * @param {string} [inside] where it is made
 */
export const withTemporary = async (work, inside = tmpdir()) => {
  await mkdir(inside, { recursive: true });
  const directory = await mkdtemp(join(inside, 'caisson-workspace-'));
  try {
    return await work(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
};
