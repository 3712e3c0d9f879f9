import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { ImageFile } from '@caisson/core';
import { below } from './below.ts';
import { manifestName } from './manifest.ts';

/** How much is read at once, in bytes. */
const chunk = 1 << 20;

/** The files of an image with their sizes and, if wanted, checksums; its own manifest is none of them. */
export const filesOf = async (
  dir: string,
  { checksums, signal }: { readonly checksums: boolean; readonly signal?: AbortSignal | undefined },
): Promise<Readonly<Record<string, ImageFile>>> => {
  const names = below(dir)
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

/**
 * One stretch is read while the one before is digested, into two buffers that stay: a stream's new buffer for each
 * took as long as SHA-256 itself.
 */
export const checksumOf = async (path: string, signal?: AbortSignal): Promise<string> => {
  const hash = createHash('sha256');
  await using file = await open(path, 'r');
  const size = Math.max(1, Math.min(chunk, (await file.stat()).size));
  let [full, free] = [Buffer.allocUnsafeSlow(size), Buffer.allocUnsafeSlow(size)];
  let reading = file.read(full, 0, size, null);
  for (;;) {
    const { bytesRead } = await reading;
    signal?.throwIfAborted();
    if (bytesRead === 0) return hash.digest('hex');
    reading = file.read(free, 0, size, null);
    hash.update(full.subarray(0, bytesRead));
    [full, free] = [free, full];
  }
};
