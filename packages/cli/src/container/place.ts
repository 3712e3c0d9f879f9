import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { RuntimeError } from '@caisson/errors';
import type { GlobalFlags } from '../runtime.ts';

/** Where the command keeps what is its own: gone at a reboot, as containers are. */
const home = (): string => {
  const uid = process.getuid?.() ?? 0;
  if (uid === 0) return '/run/caisson';
  const own = process.env['XDG_RUNTIME_DIR'];
  return own ? join(own, 'caisson') : join(tmpdir(), `caisson-${uid}`);
};

/** The bundles: in a directory for each state directory, by their containers' ids. */
export const bundlesHome = (): string => join(home(), 'bundles');

/** The runtime's state directory where its own default would not do: an unprivileged user without XDG_RUNTIME_DIR. */
export const stateRoot = ({ root, runtime }: GlobalFlags): string | undefined => {
  if (root !== undefined) return resolve(root);
  if (process.getuid?.() === 0 || process.env['XDG_RUNTIME_DIR']) return undefined;
  return join(privateHome(), runtime);
};

/** A container's bundle, by its id and by whose state directory it is in. */
export const bundlePlace = ({ root, runtime }: GlobalFlags, id: string): string => {
  const key =
    root === undefined ? '' : `-${createHash('sha256').update(resolve(root)).digest('hex').slice(0, 8)}`;
  return join(bundlesHome(), `${runtime}${key}`, id);
};

/**
 * Makes {@link home}, which may lie in a directory that everybody writes.
 * @throws `ERR_PERMISSION` where another user has made it.
 */
export const privateHome = (): string => {
  const dir = home();
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const found = lstatSync(dir);
  if (!found.isDirectory() || found.uid !== process.getuid?.()) {
    throw new RuntimeError(
      'ERR_PERMISSION',
      `${dir} is not this user's own directory; set XDG_RUNTIME_DIR to one that is`,
    );
  }
  return dir;
};
