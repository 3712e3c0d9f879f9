import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ImageManifest } from '@caisson/core';
import { RuntimeError } from '@caisson/errors';

/** In the image's own directory, so that both come and go in one. */
export const manifestName = 'caisson.json';

/**
 * An image's manifest; `undefined` where it was made without one.
 * @throws `ERR_IMAGE_INCOMPATIBLE` where there is no image, or its manifest is broken or of a later format
 */
export const readManifest = (imagePath: string): ImageManifest | undefined => {
  const path = join(imagePath, manifestName);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    throw broken(path, message, cause);
  }
  let manifest: Partial<ImageManifest> | null;
  try {
    manifest = JSON.parse(text) as Partial<ImageManifest> | null;
  } catch (cause) {
    throw broken(path, (cause as Error).message, cause);
  }
  if (typeof manifest !== 'object' || manifest === null) throw broken(path, 'it is no object');
  if (manifest.format !== 1) throw broken(path, `its format is ${manifest.format}, and 1 is known here`);
  const { container, runtime, files, spec, cpu } = manifest;
  if (typeof container !== 'string' || [runtime, files, spec, cpu].some((part) => typeof part !== 'object')) {
    throw broken(path, 'it lacks a part that every manifest has');
  }
  return manifest as ImageManifest;
};

const broken = (path: string, why: string, cause?: unknown): RuntimeError =>
  new RuntimeError('ERR_IMAGE_INCOMPATIBLE', `${path} cannot be used: ${why}`, {
    reason: `${path}: ${why}`,
    cause,
  });
