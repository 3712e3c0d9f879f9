import { open, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** What whoever needs an image that a loss of power leaves whole would do after a bare command: fsync, all at once. */
export const toDisk = async (dir: string): Promise<void> => {
  const names = await readdir(dir);
  await Promise.all(names.map((name) => sync(join(dir, name))));
  await sync(dir);
  await sync(dirname(dir));
};

const sync = async (path: string): Promise<void> => {
  await using file = await open(path, 'r');
  await file.sync();
};
