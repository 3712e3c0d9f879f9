import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { CdiDevice, CdiSpec } from './types.ts';

/** One file that was looked at. */
export interface CdiFile {
  readonly path: string;
  /** Why it does not count; undefined: it does. */
  readonly error: string | undefined;
}

/** One device that can be asked for. */
interface CdiEntry {
  readonly name: string;
  readonly device: CdiDevice;
  readonly spec: CdiSpec;
  readonly path: string;
}

/** What the directories hold. */
export interface CdiState {
  readonly files: readonly CdiFile[];
  /** By qualified name. */
  readonly entries: ReadonlyMap<string, CdiEntry>;
  /** Qualified names that two files of one directory claim, with those files: neither counts. */
  readonly conflicts: ReadonlyMap<string, readonly string[]>;
}

const filesIn = async (directory: string): Promise<readonly string[]> => {
  try {
    const names = await readdir(directory);
    return names
      .filter((name) => /\.(json|yaml)$/.test(name))
      .sort()
      .map((name) => join(directory, name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
};

/** Reads the directories, the later ones of which win. A missing one is empty; what lies deeper is not read. */
export const loadState = async (directories: readonly string[]): Promise<CdiState> => {
  const files: CdiFile[] = [];
  const entries = new Map<string, CdiEntry>();
  const conflicts = new Map<string, readonly string[]>();
  for (const directory of directories) {
    const here = new Map<string, CdiEntry[]>();
    let paths: readonly string[] = [];
    try {
      paths = await filesIn(directory);
    } catch (error) {
      files.push({ path: directory, error: (error as Error).message });
    }
    for (const path of paths) {
      const { readCdiFile } = await import('./read-file.ts'); // Most hosts have no such file.
      try {
        const spec = await readCdiFile(path);
        files.push({ path, error: undefined });
        for (const device of spec.devices) {
          const name = `${spec.kind}=${device.name}`;
          here.set(name, [...(here.get(name) ?? []), { name, device, spec, path }]);
        }
      } catch (error) {
        files.push({ path, error: (error as Error).message });
      }
    }
    for (const [name, claims] of here) {
      const [only, ...more] = claims;
      entries.delete(name);
      conflicts.delete(name);
      if (more.length > 0)
        conflicts.set(
          name,
          claims.map(({ path }) => path),
        );
      else if (only !== undefined) entries.set(name, only);
    }
  }
  return { files, entries, conflicts };
};
