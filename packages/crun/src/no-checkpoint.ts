import { readFileSync } from 'node:fs';
import { criuMissing, type Help } from '@caisson/driver-kit';

/** What crun loads when it is to make an image (containers/crun:src/libcrun/criu.c). */
const library = 'libcriu.so.2';

/** Why CRIU's library cannot be loaded, by the loader's cache; without one, crun itself will say. */
export const libraryMissing = (cache = '/etc/ld.so.cache'): string | undefined => {
  try {
    if (readFileSync(cache).includes(library)) return undefined;
  } catch {
    return undefined;
  }
  return `crun needs ${library} for images: install it (Debian: libcriu2)`;
};

/** Why it makes no images: it may be built without CRIU, and has no such verb then. */
export const noCheckpoint = async (flags: Help['flags']): Promise<string | undefined> => {
  const known = await flags('checkpoint').catch(() => undefined);
  if (!known?.has('--image-path')) return 'this crun was built without CRIU';
  return criuMissing() ?? libraryMissing();
};
