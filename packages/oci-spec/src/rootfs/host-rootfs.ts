import { chmod, lstat, readlink, symlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Mount } from '@caisson/core';
import { badArgument, text } from '../arguments.ts';
import { type Change, compose } from '../change.ts';
import { mounts } from '../changes/mounts.ts';
import { maskPaths } from '../changes/paths.ts';
import { rootfs } from '../changes/root.ts';
import { makeDirectories } from './make-directories.ts';
import { secrets } from './secrets.ts';

/** Programs, libraries and their settings; where a distribution merged /usr, most are links into it. */
const shared: readonly string[] = ['usr', 'bin', 'sbin', 'lib', 'lib32', 'lib64', 'libx32', 'etc'];

/** The container's own, empty. runc 1.1 gives a tmpfs the mode of its mount point, whatever the spec says. */
const own: readonly (readonly [path: string, mode: number])[] = [
  ['home', 0o755],
  ['root', 0o700],
  ['run', 0o755],
  ['tmp', 0o1777],
  ['var', 0o755],
  ['var/lib', 0o755],
  ['var/tmp', 0o1777],
];

const mountPoints: readonly string[] = ['dev', 'proc', 'sys'];

/** `rro` makes the mounts below it read-only too (kernel 5.12); `ro` is for runtimes that do not know `rro`. */
const readOnlyBind = (path: string): Mount => ({
  destination: path,
  type: 'none',
  source: path,
  options: ['rbind', 'nosuid', 'nodev', 'ro', 'rro'],
});

const emptyDirectory = ([path, mode]: readonly [string, number]): Mount => ({
  destination: `/${path}`,
  type: 'tmpfs',
  source: 'tmpfs',
  options: ['nosuid', 'nodev', `mode=${mode.toString(8)}`],
});

const ignoring = (code: string) => (error: NodeJS.ErrnoException) => {
  if (error.code !== code) throw error;
};

const prepared = async (dir: string, root: string): Promise<void> => {
  try {
    await makeDirectories(root);
  } catch (cause) {
    throw badArgument('hostRootfs', dir, `a directory that can be made: ${(cause as Error).message}`);
  }
};

/** The host's directory as a mount, or its link repeated in `root`. */
const share = async (root: string, name: string): Promise<readonly Mount[]> => {
  const path = `/${name}`;
  const found = await lstat(path).catch(ignoring('ENOENT'));
  if (found === undefined) return [];
  if (found.isSymbolicLink()) {
    await symlink(await readlink(path), join(root, name)).catch(ignoring('EEXIST'));
    return [];
  }
  await makeDirectories(join(root, name));
  return [readOnlyBind(path)];
};

/**
 * A root filesystem without an image: the host's own /usr, /bin, /sbin, /lib… and /etc, mounted read-only, with
 * empty /home, /root, /run, /tmp and /var/tmp in memory. What is installed on the host is there; nothing can be added
 * to it, and what only some users of the host may read in /etc (password hashes, keys) is masked.
 *
 * It makes the mount points in `dir` (made where missing; any number of containers may share it) and gives the
 * change that uses them. `dir` must outlive the containers.
 * @throws `ERR_INVALID_OPTION` where no such directory can be made.
 */
export const hostRootfs = async (dir: string): Promise<Change> => {
  const root = resolve(text('hostRootfs', dir, 'a directory'));
  await prepared(dir, root);
  for (const [path, mode] of own) {
    const made = join(root, path);
    await makeDirectories(made);
    await chmod(made, mode);
  }
  for (const path of mountPoints) await makeDirectories(join(root, path));
  const binds: Mount[] = [];
  for (const name of shared) binds.push(...(await share(root, name)));
  return compose(
    rootfs(root, { readonly: true }),
    mounts(
      ...binds,
      ...own.filter(([path]) => !path.startsWith('var')).map(emptyDirectory),
      emptyDirectory(['var/tmp', 0o1777]),
    ),
    maskPaths(...(await secrets('/etc'))),
  );
};
