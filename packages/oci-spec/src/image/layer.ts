import { constants } from 'node:fs';
import { chmod, lchown, link, lstat, mkdir, open, readdir, rm, symlink, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
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
  /** Directories by their names in the archive, as long as no link or removal could change where they are. */
  readonly parents: Map<string, string>;
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
  const name = parts.slice(0, -1).join('/');
  const known = target.parents.get(name);
  if (known !== undefined) return known;
  const parent = await pathInside(target.root, name);
  const there = await found(parent).catch(() => null);
  if (there === undefined) await mkdir(parent, { recursive: true });
  else if (!there?.isDirectory()) {
    throw refused(target.where, `${JSON.stringify(parts.join('/'))} lies in what is no directory`);
  }
  target.parents.set(name, parent);
  return parent;
};

const removeWhatIsThere = async (target: Target, path: string): Promise<void> => {
  const there = await found(path);
  if (there === undefined) return;
  if (!there.isFile()) target.parents.clear();
  await rm(path, { recursive: true, force: true });
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
  if (!(await found(path))?.isDirectory()) {
    await removeWhatIsThere(target, path);
    await mkdir(path);
  }
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

/** Where it was put; undefined where it was left out. */
const place = async (
  target: Target,
  parts: readonly string[],
  entry: TarEntry,
): Promise<string | undefined> => {
  const kind = kinds[entry.type];
  if (kind === undefined) throw refused(target.where, `the entry ${entry.path} is of the type ${entry.type}`);
  if (kind === 'device') {
    target.skipped.push(`${entry.path}: ${entry.type}`);
    return undefined;
  }
  const path = join(await parentOf(target, parts), parts.at(-1) ?? '');
  if (kind === 'directory') {
    await makeDirectory(target, path, entry);
    return path;
  }
  await removeWhatIsThere(target, path);
  target.modes.delete(path);
  if (kind === 'file') await writeFile(target, path, entry);
  else if (kind === 'link') await makeLink(target, path, entry);
  else {
    target.parents.clear();
    await symlink(entry.linkpath ?? '', path);
    await own(path, entry);
  }
  return path;
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
    if (added.has(path)) continue;
    target.parents.clear();
    await rm(path, { recursive: true, force: true });
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
    const path = await place(target, parts, entry);
    for (let at = path; at !== undefined && at !== target.root && !added.has(at); at = dirname(at))
      added.add(at);
  });
};

/** What had to wait until every layer was laid. */
export const finish = async (target: Target): Promise<void> => {
  for (const [path, mode] of [...target.modes].reverse()) {
    if ((await found(path))?.isDirectory()) await chmod(path, mode);
  }
};
