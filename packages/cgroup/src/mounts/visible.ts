import { isWithin } from '../paths/within.ts';
import type { MountInfo } from './mountinfo.ts';

const byParent = (mounts: readonly MountInfo[]): ReadonlyMap<number, readonly MountInfo[]> => {
  const listed = new Set(mounts.map(({ id }) => id));
  const children = new Map<number, MountInfo[]>();
  for (const mount of mounts) {
    // The root of a mount namespace names itself, or a mount that this process cannot see, as its parent.
    const parent = mount.parent !== mount.id && listed.has(mount.parent) ? mount.parent : Number.NaN;
    const siblings = children.get(parent);
    if (siblings === undefined) children.set(parent, [mount]);
    else siblings.push(mount);
  }
  return children;
};

/**
 * The mounts that a path lookup reaches: a later mount on the same place, or on a directory above it, hides what
 * was there, and mountinfo goes on listing it.
 */
export const visibleMounts = (mounts: readonly MountInfo[]): ((mount: MountInfo) => boolean) => {
  const children = byParent(mounts);
  return (mount) => {
    let at = Number.NaN;
    for (;;) {
      const next = (children.get(at) ?? [])
        .filter(({ mountPoint }) => isWithin(mount.mountPoint, mountPoint))
        .reduce<MountInfo | undefined>(
          (best, other) =>
            best !== undefined && best.mountPoint.length <= other.mountPoint.length ? best : other,
          undefined,
        );
      if (next === undefined) return at === mount.id;
      at = next.id;
    }
  };
};
