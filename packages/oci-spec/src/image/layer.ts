import { constants } from 'node:fs';
import { chmod, lchown, link, lstat, mkdir, open, readdir, rm, symlink, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { pathInside } from '../rootfs/inside.ts';
import type { Budget } from './limits.ts';
import { refused } from './refuse.ts';
import { readTar, type TarEntry } from './tar-entries.ts';

/** A root filesystem that layers are laid on. */
export interface Target {
  readonly where: string;
  readonly root: string;
  readonly budget: Budget;
  /** Keeps set-user-id and set-group-id bits. */
  readonly setuid: boolean;
  /** Directories' modes, set when all is unpacked: a read-only one must take its files first. */
  readonly modes: Map<string, number>;
  /** What was left out, as `path: why`. */
  readonly skipped: string[];
}

const whiteout = '.wh.';
const opaque = '.wh..wh..opq';
const setIds = 0o6000;

const partsOf = ({ where }: Target, path: string): readonly string[] => {
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  if (parts.includes('..')) throw refused(where, `the entry ${JSON.stringify(path)} climbs out by ..`);
  if (path.includes('\0')) throw refused(where, `the entry ${JSON.stringify(path)} has a NUL in its name`);
  return parts;
};

const found = (path: string) =>
  lstat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });

/** The directory that an entry goes to, links in it followed as the container would; made where missing. */
const parentOf = async (target: Target, parts: readonly string[]): Promise<string> => {
  const parent = await pathInside(target.root, parts.slice(0, -1).join('/'));
  const there = await found(parent).catch(() => null);
  if (there?.isDirectory()) return parent;
  if (there !== undefined)
    throw refused(target.where, `${JSON.stringify(parts.join('/'))} lies in what is no directory`);
  await mkdir(parent, { recursive: true });
  return parent;
};

const removeWhatIsThere = async (path: string): Promise<void> => {
  if ((await found(path)) !== undefined) await rm(path, { recursive: true, force: true });
};

const own = async (path: string, { uid, gid }: TarEntry): Promise<void> => {
  // Only root may give files away; all are the caller's otherwise.
  if (process.getuid?.() === 0) await lchown(path, uid ?? 0, gid ?? 0);
};

const modeOf = (target: Target, { mode = 0o644 }: TarEntry): number =>
  mode & (target.setuid ? 0o7777 : 0o7777 & ~setIds);

const writeFile = async (target: Target, path: string, entry: TarEntry): Promise<void> => {
  const { O_CREAT, O_EXCL, O_NOFOLLOW, O_WRONLY } = constants;
  const file = await open(path, O_CREAT | O_EXCL | O_NOFOLLOW | O_WRONLY, 0o600);
  try {
    for await (const chunk of entry) await file.writeFile(chunk);
  } finally {
    await file.close();
  }
  await own(path, entry);
  // After lchown, which clears set-user-id.
  await chmod(path, modeOf(target, entry));
  if (entry.mtime !== undefined) await utimes(path, entry.mtime, entry.mtime);
};

const makeDirectory = async (target: Target, path: string, entry: TarEntry): Promise<void> => {
  const there = await found(path);
  if (there !== undefined && !there.isDirectory()) await rm(path, { force: true });
  if (there === undefined || !there.isDirectory()) await mkdir(path);
  await own(path, entry);
  target.modes.set(path, modeOf(target, entry));
};

const makeLink = async (target: Target, path: string, { linkpath = '' }: TarEntry): Promise<void> => {
  const parts = partsOf(target, linkpath);
  const from = join(await pathInside(target.root, parts.slice(0, -1).join('/')), parts.at(-1) ?? '');
  const there = await found(from).catch(() => undefined);
  if (there === undefined || there.isDirectory()) {
    throw refused(target.where, `${JSON.stringify(linkpath)}, which is linked to, is no file of it`);
  }
  await link(from, path);
};

const kinds: Readonly<Record<string, 'file' | 'directory' | 'symlink' | 'link' | 'device'>> = {
  File: 'file',
  OldFile: 'file',
  ContiguousFile: 'file',
  Directory: 'directory',
  GNUDumpDir: 'directory',
  SymbolicLink: 'symlink',
  Link: 'link',
  CharacterDevice: 'device',
  BlockDevice: 'device',
  FIFO: 'device',
};

const place = async (target: Target, parts: readonly string[], entry: TarEntry): Promise<void> => {
  const kind = kinds[entry.type];
  if (kind === undefined) throw refused(target.where, `the entry ${entry.path} is of the type ${entry.type}`);
  if (kind === 'device') {
    target.skipped.push(`${entry.path}: ${entry.type}`);
    return;
  }
  const path = join(await parentOf(target, parts), parts.at(-1) ?? '');
  if (kind === 'directory') return makeDirectory(target, path, entry);
  await removeWhatIsThere(path);
  target.modes.delete(path);
  if (kind === 'file') return writeFile(target, path, entry);
  if (kind === 'link') return makeLink(target, path, entry);
  await symlink(entry.linkpath ?? '', path);
  await own(path, entry);
};

/** Removes what lower layers put there; what this layer itself put there stays (image-spec, "Whiteouts"). */
const hide = async (target: Target, parts: readonly string[], added: ReadonlySet<string>): Promise<void> => {
  const name = parts.at(-1) ?? '';
  const parent = await pathInside(target.root, parts.slice(0, -1).join('/'));
  if (!(await found(parent).catch(() => undefined))?.isDirectory()) return;
  const hidden = name === opaque ? await readdir(parent) : [name.slice(whiteout.length)];
  for (const each of hidden) {
    if (each === '' || each === '.' || each === '..')
      throw refused(target.where, `the whiteout ${name} names nothing`);
    const path = join(parent, each);
    if (!added.has(path)) await rm(path, { recursive: true, force: true });
  }
};

/** Lays one layer over what is there. */
export const applyLayer = async (target: Target, bytes: AsyncIterable<Uint8Array>): Promise<void> => {
  const added = new Set<string>();
  await readTar(target.where, bytes, async (entry) => {
    target.budget.spend(entry.size);
    const parts = partsOf(target, entry.path);
    const name = parts.at(-1);
    if (name === undefined) return;
    if (name === opaque || (name.startsWith(whiteout) && !name.startsWith('.wh..wh.'))) {
      return hide(target, parts, added);
    }
    if (name.startsWith('.wh..wh.')) return;
    await place(target, parts, entry);
    for (let length = parts.length; length > 0; length -= 1) {
      added.add(await pathInsideParent(target, parts.slice(0, length)));
    }
  });
};

const pathInsideParent = async (target: Target, parts: readonly string[]): Promise<string> =>
  join(await pathInside(target.root, parts.slice(0, -1).join('/')), parts.at(-1) ?? '');

/** What had to wait until every layer was laid. */
export const finish = async (target: Target): Promise<void> => {
  for (const [path, mode] of [...target.modes].reverse()) {
    if ((await found(path))?.isDirectory()) await chmod(path, mode);
  }
};
