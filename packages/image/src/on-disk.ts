import { closeSync, fchmodSync, fchownSync, fstatSync, openSync, fsync as toDisk } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { below } from './below.ts';

const flush = promisify(toDisk);

/** So many at once: the disk takes them together. */
const lanes = 16;

/**
 * Settles when a directory with all in it is on the disk, without `fsync` at once; a group, by the host's number, may
 * read it then.
 */
export const settleOnDisk = async (dir: string, group: number | undefined, fsync: boolean): Promise<void> => {
  if (!fsync && group === undefined) return;
  const shared = below(dir).flatMap((entry) => {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile()) return [{ path, mode: 0o640 }];
    return entry.isDirectory() ? [{ path, mode: 0o750 }] : [];
  });
  const queue = shared.values();
  const lane = async (): Promise<void> => {
    for (const { path, mode } of queue) await sync(path, share(group, mode), fsync);
  };
  const ends = await Promise.allSettled(Array.from({ length: lanes }, lane));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  await sync(dir, share(group, 0o750), fsync);
};

interface Share {
  readonly group: number;
  readonly mode: number;
}

const share = (group: number | undefined, mode: number): Share | undefined =>
  group === undefined ? undefined : { group, mode };

// All but the flush is synchronous on purpose: each trip through Node's thread pool takes longer than these calls.
export const sync = async (path: string, share?: Share, fsync = true): Promise<void> => {
  const file = openSync(path, 'r');
  try {
    if (share) {
      fchownSync(file, fstatSync(file).uid, share.group);
      fchmodSync(file, share.mode);
    }
    if (fsync) await flush(file);
  } finally {
    closeSync(file);
  }
};
