import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What matters here of a package.json. */
export interface Manifest {
  readonly name?: string | undefined;
  readonly version?: string | undefined;
  readonly keywords?: readonly string[] | undefined;
}

/** By npm's convention every driver's package has it, so that no other package is loaded for its name. */
const keyword = 'caisson-driver';

export const isDriver = ({ keywords }: Manifest): boolean =>
  Array.isArray(keywords) && keywords.includes(keyword);

/** `undefined` where there is none, or a broken one. */
export const readManifest = (dir: string): Manifest | undefined => {
  try {
    const manifest: unknown = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8'));
    return typeof manifest === 'object' && manifest !== null ? manifest : undefined;
  } catch {
    return undefined;
  }
};

/** Of the package that a module belongs to: the nearest above it with a name. */
export const manifestOf = (module: URL): Manifest | undefined => {
  for (let dir = dirname(fileURLToPath(module)); ; dir = dirname(dir)) {
    const manifest = readManifest(dir);
    if (manifest?.name !== undefined) return manifest;
    if (dirname(dir) === dir) return undefined;
  }
};
