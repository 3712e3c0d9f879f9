import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Own } from './remains.ts';

const children = (dir: string): readonly string[] => {
  try {
    return readdirSync(dir, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => join(dir, name));
  } catch {
    return []; // Removed since its parent was read.
  }
};

const within = (dir: string, prefix: string): readonly string[] =>
  children(dir).flatMap((path) => [
    ...(path.slice(dir.length + 1).includes(prefix) ? [`cgroup ${path}`] : []),
    ...within(path, prefix),
  ]);

/** In every hierarchy and at every depth. */
export const cgroupsOf = ({ prefix }: Own): readonly string[] => within('/sys/fs/cgroup', prefix);
