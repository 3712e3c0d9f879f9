import { randomBytes } from 'node:crypto';
import { open, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const ownerOnly = 0o600;

/** Writes a new file that its owner alone reads, and has it on the disk when it settles. */
export const writePrivately = async (path: string, text: string): Promise<void> => {
  const file = await open(path, 'wx', ownerOnly);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
};

/** `false` where nothing is there. */
export const isDirectory = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return false;
      throw error;
    },
  );

/** A name that nobody else has, on the same file system, so that a rename is one step. */
export const temporaryBeside = (path: string): string =>
  join(dirname(path), `.caisson-${randomBytes(8).toString('hex')}.tmp`);
