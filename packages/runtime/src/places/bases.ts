import { statSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { InvalidOptionError } from '@caisson/errors';

/** @throws `ERR_INVALID_OPTION` */
export const checkFrom = (of: string, from: unknown): void => {
  if (from === undefined) return;
  const isUrl = from instanceof URL ? from.protocol === 'file:' : false;
  if (
    isUrl ||
    (typeof from === 'string' &&
      (isAbsolute(from) || (URL.canParse(from, 'none:') && from.startsWith('file:'))))
  )
    return;
  throw new InvalidOptionError(`${of}: from is ${String(from)}; give an absolute path or a file: URL`);
};

/** This package's own place. */
const own = new URL(import.meta.url);

/** A place as people name it. */
export const wordsFor = (base: URL): string =>
  base.href === own.href ? '@caisson/runtime' : fileURLToPath(base);

/**
 * The places from which packages are looked up, in order: the caller's, and this package's own, where package
 * managers that keep dependencies apart put its optional peers.
 */
export const basesOf = (from: unknown): readonly URL[] => {
  if (from !== undefined) return [baseOf(from as string | URL), own];
  const [, main] = process.argv;
  return [own, ...(main === undefined ? [] : [baseOf(main)]), baseOf(process.cwd())];
};

/** A directory's URL ends in a slash, lest it count as a file of its parent. */
const baseOf = (place: string | URL): URL => {
  const path = place instanceof URL || place.startsWith('file:') ? fileURLToPath(place) : place;
  const isDirectory = statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  return pathToFileURL(isDirectory && !path.endsWith('/') ? `${path}/` : path);
};
