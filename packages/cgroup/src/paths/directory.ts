import type { CgroupMount } from '../mounts/cgroup-mounts.ts';

const namesIn = (path: string): readonly string[] => path.split('/').filter((name) => name !== '');

/**
 * Where a cgroup of this path (as /proc/PID/cgroup writes it) is in the file system; `undefined` where the mount
 * does not reach it. Both the path and the mount's root are seen from the reader's cgroup namespace and may begin
 * with `/..`; how its own root is named from further up cannot be known inside it.
 */
export const directoryOf = ({ mountPoint, root }: CgroupMount, path: string): string | undefined => {
  const above = namesIn(root);
  const names = namesIn(path);
  if (above.some((name, at) => names[at] !== name)) return undefined;
  const below = names.slice(above.length);
  if (below.includes('..')) return undefined;
  return below.length === 0 ? mountPoint : `${mountPoint === '/' ? '' : mountPoint}/${below.join('/')}`;
};
