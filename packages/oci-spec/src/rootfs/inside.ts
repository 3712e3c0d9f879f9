import { constants } from 'node:fs';
import { type FileHandle, lstat, open, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { RuntimeError } from '@caisson/errors';

const mostLinks = 40;

const tooManyLinks = (path: string): RuntimeError =>
  new RuntimeError('ERR_INVALID_SPEC', `${path}: too many links`, { reason: 'too many links' });

/**
 * The path on the host of what `path` means inside a root filesystem: every link is followed as the container would
 * follow it, so that an absolute one, or one with too many `..`, stays below `root`. The last part need not exist.
 * For a root filesystem that nobody changes meanwhile.
 */
export const pathInside = async (root: string, path: string): Promise<string> => {
  const rest = path.split('/');
  let at: string[] = [];
  let links = 0;
  while (rest.length > 0) {
    const part = rest.shift() ?? '';
    if (part === '' || part === '.') continue;
    if (part === '..') {
      at.pop();
      continue;
    }
    const here = join(root, ...at, part);
    const link = await lstat(here).then(
      (found) => (found.isSymbolicLink() ? readlink(here) : undefined),
      () => undefined,
    );
    if (link === undefined) {
      at.push(part);
      continue;
    }
    links += 1;
    if (links > mostLinks) throw tooManyLinks(path);
    if (link.startsWith('/')) at = [];
    rest.unshift(...link.split('/'));
  }
  return join(root, ...at);
};

const read = async (file: FileHandle, path: string, most: number): Promise<string> => {
  const { size, isFile } = await file.stat().then((found) => ({ size: found.size, isFile: found.isFile() }));
  const reason = isFile ? (size > most ? `larger than ${most} bytes` : undefined) : 'not a file';
  if (reason !== undefined) throw new RuntimeError('ERR_INVALID_SPEC', `${path}: ${reason}`, { reason });
  return file.readFile('utf8');
};

/**
 * The text of a small file inside a root filesystem; undefined where there is none.
 * @throws `ERR_INVALID_SPEC` for what is no plain file, or larger than `most` bytes.
 */
export const readInside = async (root: string, path: string, most: number): Promise<string | undefined> => {
  const found = await pathInside(root, path);
  // Not blocking: opening a FIFO for reading would wait for a writer.
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  let file: FileHandle;
  try {
    file = await open(found, flags);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw error;
  }
  try {
    return await read(file, found, most);
  } finally {
    await file.close();
  }
};
