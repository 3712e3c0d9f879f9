import { type Dirent, readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * All that lies in a directory and below it. Node's own recursive reading goes through links to directories, as to the
 * image that an image goes on from, whose files are not its own.
 */
export const below = (dir: string): readonly Dirent[] =>
  readdirSync(dir, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? [entry, ...below(join(dir, entry.name))] : [entry],
  );
