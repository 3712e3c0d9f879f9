import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { InvalidOptionError } from '@caisson/errors';
import { settleOnDisk, sync } from './on-disk.ts';
import { type WriteBack, writeBack } from './write-back.ts';

/** A directory beside the one that it will be. */
export interface Aside {
  readonly dir: string;
  /**
   * Gives it its name, at once and for good: everything in it has reached the disk before, where that was wanted. A
   * group, by the host's number, may read it then.
   */
  readonly commit: (group?: number) => Promise<void>;
  /** Sends what another program writes here to the disk as it is written: less is left for `commit` to wait for. */
  readonly writeBack: () => void;
  /** Removes it, if it has no name yet. */
  readonly discard: () => Promise<void>;
}

export interface AsideOptions {
  /** Whether all of it is on the disk before it has its name. Default: true. */
  readonly fsync?: boolean | undefined;
}

/**
 * Makes a directory, mode 0700, beside `path`, so that its renaming cannot fail for another file system; what
 * programs that were killed have left of theirs is removed.
 * @throws `ERR_INVALID_OPTION` where `path` holds something or its parent is missing
 */
export const aside = (path: string, { fsync = true }: AsideOptions = {}): Aside => {
  checkVacant(path);
  const parent = dirname(path);
  const prefix = `.${basename(path)}.part-`;
  sweep(parent, prefix);
  const dir = join(
    parent,
    `${prefix}${process.pid}-${startOf(process.pid)}-${randomBytes(4).toString('hex')}`,
  );
  try {
    mkdirSync(dir, { mode: 0o700 });
  } catch (cause) {
    throw refused(path, (cause as Error).message);
  }
  let named = false;
  let back: WriteBack | undefined;
  return {
    dir,
    writeBack: () => {
      if (fsync) back ??= writeBack(dir);
    },
    commit: async (group) => {
      await back?.stop();
      await settleOnDisk(dir, group, fsync);
      renameSync(dir, path);
      named = true;
      if (fsync) await sync(parent);
    },
    discard: async () => {
      await back?.stop().catch(() => {});
      if (!named) rmSync(dir, { recursive: true, force: true });
    },
  };
};

const checkVacant = (path: string): void => {
  let entries: readonly string[];
  try {
    entries = readdirSync(path);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw refused(path, (cause as Error).message);
  }
  if (entries.length > 0) throw refused(path, 'it is not empty; each image needs a directory of its own');
};

const refused = (path: string, why: string): InvalidOptionError =>
  new InvalidOptionError(`imagePath: ${path}: ${why}`);

/** In clock ticks since boot: with its pid it names a process for good. */
const startOf = (pid: number): string | undefined => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
};

const sweep = (parent: string, prefix: string): void => {
  for (const name of namesIn(parent)) {
    if (!name.startsWith(prefix)) continue;
    const [pid, start] = name.slice(prefix.length).split('-');
    if (startOf(Number(pid)) !== start) rmSync(join(parent, name), { recursive: true, force: true });
  }
};

const namesIn = (dir: string): readonly string[] => {
  try {
    return readdirSync(dir);
  } catch {
    return [];
  }
};
