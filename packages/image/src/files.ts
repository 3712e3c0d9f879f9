import { createHash } from 'node:crypto';
import { createReadStream, readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { ImageFile } from '@caisson/core';
import { manifestName } from './manifest.ts';

/** How much is read at once, in bytes. */
const chunk = 1 << 20;

/** The files of an image with their sizes and, if wanted, checksums; its own manifest is none of them. */
export const filesOf = async (
  dir: string,
  { checksums, signal }: { readonly checksums: boolean; readonly signal?: AbortSignal | undefined },
): Promise<Readonly<Record<string, ImageFile>>> => {
  const names = readdirSync(dir, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(dir, join(entry.parentPath, entry.name)))
    .filter((name) => name !== manifestName)
    .sort();
  const files: Record<string, ImageFile> = {};
  for (const name of names) {
    const path = join(dir, name);
    const { size } = statSync(path);
    files[name] = checksums ? { size, sha256: await checksumOf(path, signal) } : { size };
  }
  return files;
};

export const checksumOf = async (path: string, signal?: AbortSignal): Promise<string> => {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path, { highWaterMark: chunk }), hash, signal ? { signal } : {});
  return hash.digest('hex');
};
