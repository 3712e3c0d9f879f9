import { closeSync, fdatasync, openSync, readdirSync, type Stats, statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const flush = promisify(fdatasync);

/** How often it is looked what has been written, in milliseconds. */
const lookMs = 40;
/** Of a file that grows, at least so many bytes are sent at once: small writes would slow its writer down. */
const stretch = 16 << 20;

/** What is being written to a directory, on its way to the disk before it is whole. */
export interface WriteBack {
  /** Settles when nothing is under way any more; rejects where the disk has refused something. */
  readonly stop: () => Promise<void>;
}

/**
 * Sends the files of a directory to the disk while another program writes them, so that little is left to wait for at
 * the end. It promises nothing of them by itself: that is the last flush's.
 */
export const writeBack = (dir: string): WriteBack => {
  const sent = new Map<string, number>();
  const seen = new Map<string, number>();
  const underWay = new Map<string, Promise<void>>();
  // The kernel tells of a failed write once: the last flush, by another descriptor, would not hear of it.
  let failure: unknown;

  const send = async (path: string, size: number): Promise<void> => {
    sent.set(path, size);
    let file: number;
    try {
      file = openSync(path, 'r');
    } catch {
      return; // It was a file for a moment.
    }
    try {
      await flush(file);
    } catch (error) {
      failure ??= error;
    } finally {
      closeSync(file);
      underWay.delete(path);
    }
  };
  const look = (): void => {
    for (const path of filesIn(dir)) {
      const size = sizeOf(path);
      if (size === undefined || underWay.has(path) || size === sent.get(path)) continue;
      const rests = seen.get(path) === size;
      seen.set(path, size);
      if (rests || size - (sent.get(path) ?? 0) >= stretch) underWay.set(path, send(path, size));
    }
  };
  const timer = setInterval(look, lookMs);
  return {
    stop: async () => {
      clearInterval(timer);
      await Promise.all(underWay.values());
      if (failure) throw failure;
    },
  };
};

const filesIn = (dir: string): readonly string[] => {
  try {
    return readdirSync(dir).map((name) => join(dir, name));
  } catch {
    return [];
  }
};

const sizeOf = (path: string): number | undefined => {
  const stats: Stats | undefined = statSync(path, { throwIfNoEntry: false });
  return stats?.isFile() ? stats.size : undefined;
};
