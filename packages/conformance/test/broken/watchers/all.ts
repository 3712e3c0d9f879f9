import { counted } from './counted.ts';
import type { BrokenWatcher } from './specimen.ts';
import { told } from './told.ts';
import { watched } from './watched.ts';

/** Watchers that each break one promise. */
export const brokenWatchers: readonly BrokenWatcher[] = [...told, ...counted, ...watched];
