import { execFileSync } from 'node:child_process';
import { readFileSync, realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Spec } from '@caisson/core';

const turns = new Map<string, Promise<unknown>>();

/**
 * Restores from one root filesystem in turn. While CRIU makes a container, runc binds its mounts below the root
 * filesystem, in the host's own mount namespace: of two that do so at once, each takes off the other's topmost and one
 * stays (runc 1.3.6), through which whoever removed the root filesystem would remove the host's files. A runc that is
 * killed leaves them too: what a failed restore has mounted there is taken off.
 */
export const onRootfs = async <T>(
  bundle: string,
  spec: Spec | undefined,
  restore: () => Promise<T>,
): Promise<T> => {
  const rootfs = rootfsOf(bundle, spec);
  if (rootfs === undefined) return restore();
  const turn = (turns.get(rootfs) ?? Promise.resolve()).then(() => cleanly(rootfs, restore));
  const over = turn.then(
    () => {},
    () => {},
  );
  turns.set(rootfs, over);
  try {
    return await turn;
  } finally {
    if (turns.get(rootfs) === over) turns.delete(rootfs);
  }
};

const rootfsOf = (bundle: string, spec: Spec | undefined): string | undefined => {
  try {
    return spec?.root?.path === undefined ? undefined : realpathSync(resolve(bundle, spec.root.path));
  } catch {
    return undefined;
  }
};

const cleanly = async <T>(rootfs: string, restore: () => Promise<T>): Promise<T> => {
  const before = new Set(mountsBelow(rootfs).map(({ id }) => id));
  try {
    return await restore();
  } catch (error) {
    const left = mountsBelow(rootfs).filter(({ id }) => !before.has(id));
    for (const { path } of left.toReversed()) unmount(path);
    throw error;
  }
};

/** The mounts below a directory (proc_pid_mountinfo(5)). */
const mountsBelow = (dir: string): readonly { readonly id: string; readonly path: string }[] =>
  readFileSync('/proc/self/mountinfo', 'utf8')
    .split('\n')
    .map((line) => {
      const [id = '', , , , point = ''] = line.split(' ');
      return { id, path: point.replaceAll(/\\(\d{3})/g, (_, octal) => byte(octal)) };
    })
    .filter(({ path }) => path.startsWith(`${dir}/`));

const byte = (octal: string): string => String.fromCharCode(Number.parseInt(octal, 8));

const unmount = (path: string): void => {
  try {
    execFileSync('umount', ['--lazy', path], { stdio: 'ignore' });
  } catch {
    // It has gone with the one that it was below.
  }
};
