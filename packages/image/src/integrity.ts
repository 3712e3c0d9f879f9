import { readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { ImageDifference, ImageManifest } from '@caisson/core';
import { checksumOf } from './files.ts';
import { readManifest } from './manifest.ts';

interface Checks {
  readonly checksums: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** What of the image, and of those that it goes on from, is missing or has changed since it was made. */
export const checkIntegrity = async (
  imagePath: string,
  manifest: ImageManifest | undefined,
  checks: Checks,
  seen: readonly string[] = [],
): Promise<readonly ImageDifference[]> => {
  const trouble = (message: string): ImageDifference => ({ what: 'files', severity: 'fatal', message });
  let there: readonly string[];
  try {
    there = readdirSync(imagePath);
  } catch (error) {
    return [trouble(`${imagePath} cannot be read: ${(error as Error).message}`)];
  }
  if (there.length === 0) return [trouble(`${imagePath} is empty`)];
  if (!manifest) return [unrecorded];
  const found: ImageDifference[] = [];
  for (const [name, { size, sha256 }] of Object.entries(manifest.files)) {
    const path = join(imagePath, name);
    const has = statSync(path, { throwIfNoEntry: false })?.size;
    if (has === undefined) found.push(trouble(`${name} is missing`));
    else if (has !== size) found.push(trouble(`${name} has ${has} bytes and was written with ${size}`));
    else if (checks.checksums && sha256 !== undefined && (await checksumOf(path, checks.signal)) !== sha256) {
      found.push(trouble(`${name} has changed since it was written: its checksum is another`));
    }
  }
  if (manifest.parent === undefined) return found;
  const parent = resolve(imagePath, manifest.parent);
  if (seen.includes(parent)) return [...found, trouble(`${parent} goes on from itself`)];
  // A pre-dump's own is as needed as the image itself.
  return [
    ...found,
    ...(await checkIntegrity(parent, manifestOf(parent), checks, [...seen, parent])).map(inParent(parent)),
  ];
};

const manifestOf = (path: string): ImageManifest | undefined => {
  try {
    return readManifest(path);
  } catch {
    return undefined;
  }
};

const inParent =
  (path: string) =>
  (difference: ImageDifference): ImageDifference => ({
    ...difference,
    message: `the image that it goes on from, ${path}: ${difference.message}`,
  });

const unrecorded: ImageDifference = {
  what: 'manifest',
  severity: 'risky',
  message:
    'it was made without a manifest: whether it is whole and fits this host shows in the restore alone',
};
