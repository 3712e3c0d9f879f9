import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { typeOf } from '../names.ts';
import { isDriver, readManifest } from './manifest.ts';

/** A driver's package that is installed. */
export interface InstalledDriver {
  /** By what name `runtime` finds it. */
  readonly type: string;
  readonly package: string;
  readonly packageVersion: string | undefined;
}

/** The drivers among the packages that can be imported from these places, each once. */
export const installedDrivers = (bases: readonly URL[]): readonly InstalledDriver[] => {
  const found = new Map<string, InstalledDriver>();
  for (const directory of new Set(bases.flatMap(modulesAbove))) {
    for (const name of packagesIn(directory)) {
      if (found.has(name)) continue;
      const manifest = readManifest(join(directory, name));
      if (!manifest || !isDriver(manifest)) continue;
      found.set(name, { type: typeOf(name), package: name, packageVersion: manifest.version });
    }
  }
  return [...found.values()].sort((a, b) => a.package.localeCompare(b.package));
};

/** Every node_modules that is looked into for a module. */
const modulesAbove = (base: URL): readonly string[] => {
  const directories: string[] = [];
  for (let dir = fileURLToPath(new URL('.', base)); ; dir = dirname(dir)) {
    directories.push(join(dir, 'node_modules'));
    if (dirname(dir) === dir) return directories;
  }
};

const packagesIn = (directory: string): readonly string[] =>
  names(directory).flatMap((name) =>
    name.startsWith('@') ? names(join(directory, name)).map((inner) => `${name}/${inner}`) : [name],
  );

const names = (directory: string): readonly string[] => {
  try {
    return readdirSync(directory).filter((name) => !name.startsWith('.'));
  } catch {
    return [];
  }
};
