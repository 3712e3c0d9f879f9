import { closeSync, fsyncSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { ImageManifest } from '@caisson/core';
import { manifestName } from './manifest.ts';

/** More than a manifest needs: some 300 files with their checksums. */
const room = 64 << 10;

/** Where a manifest will be written. */
export interface ManifestPlace {
  readonly write: (manifest: ImageManifest) => void;
}

/** Takes a manifest's room on the disk, so that a disk that is full afterwards has it all the same. */
export const manifestPlace = (dir: string): ManifestPlace => {
  const path = join(dir, manifestName);
  withFile(path, 'w', (file) => {
    writeSync(file, Buffer.alloc(room, ' '));
    fsyncSync(file);
  });
  return {
    write: (manifest) => {
      withFile(path, 'r+', (file) => {
        const bytes = Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`);
        for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at, bytes.length - at, at);
        ftruncateSync(file, bytes.length);
      });
    },
  };
};

const withFile = (path: string, flags: string, work: (file: number) => void): void => {
  const file = openSync(path, flags, 0o600);
  try {
    work(file);
  } finally {
    closeSync(file);
  }
};
