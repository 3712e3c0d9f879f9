import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/** As `mkdir -p`. Node's own recursive mkdir never returns where a file system says ENOENT to a name, as /proc does. */
export const makeDirectories = async (path: string): Promise<void> => {
  const there = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
  if (there === undefined && dirname(path) !== path) await makeDirectories(dirname(path));
  if (there?.isDirectory()) return;
  await mkdir(path).catch(async (error: NodeJS.ErrnoException) => {
    // Somebody else was quicker.
    const quicker = error.code === 'EEXIST' && (await stat(path)).isDirectory();
    if (!quicker) throw error;
  });
};
