import { readFileSync, realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { type MountInfo, parseMountinfo } from '@caisson/cgroup';
import type { Spec } from '@caisson/core';
import { detachMount } from '../runtime/detach-mount.ts';

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
    for (const { mountPoint } of left.toReversed()) detachMount(mountPoint);
    throw error;
  }
};

const mountsBelow = (dir: string): readonly MountInfo[] =>
  parseMountinfo(readFileSync('/proc/self/mountinfo', 'utf8')).filter(({ mountPoint }) =>
    mountPoint.startsWith(`${dir}/`),
  );
