import type { MountInfo } from './mountinfo.ts';
import { parseMountinfo } from './mountinfo.ts';
import { visibleMounts } from './visible.ts';

/** Where a cgroup hierarchy is mounted. */
export interface CgroupMount {
  readonly mountPoint: string;
  /**
   * Which of the hierarchy's directories is at the mount point, as seen from this process's cgroup namespace: `/`
   * for all of it.
   */
  readonly root: string;
}

/** The host's cgroup hierarchies that this process can reach. */
export interface CgroupMounts {
  /**
   * `v2`: the unified tree and no v1 controller (a named v1 hierarchy may be there); `v1`: no unified tree;
   * `hybrid`: both, each controller in one of them.
   */
  readonly version: 'v1' | 'v2' | 'hybrid';
  /** The cgroup v2 tree. */
  readonly unified?: CgroupMount | undefined;
  /** By controller (`memory`) and by name (`name=systemd`); controllers mounted together share a mount. */
  readonly v1: ReadonlyMap<string, CgroupMount>;
}

// Every controller that a kernel ever had on v1 (kernel/cgroup, cgroup_subsys.h): the superblock's other options,
// such as xattr and clone_children, grow from release to release, while v1's controllers are settled.
const controllers: ReadonlySet<string> = new Set(
  'blkio cpu cpuacct cpuset debug devices dmem freezer hugetlb memory misc net_cls net_prio perf_event pids rdma'.split(
    ' ',
  ),
);

const hierarchiesOf = ({ type, options }: MountInfo): readonly string[] => {
  if (type === 'cgroup2') return ['']; // as /proc/PID/cgroup writes the unified tree: without a name
  if (type !== 'cgroup') return [];
  return options.filter((option) => controllers.has(option) || option.startsWith('name='));
};

// A CRIU that restores mounts every hierarchy there, for as long as that takes (criu/cgroup.c).
const isPassing = ({ mountPoint }: MountInfo): boolean => mountPoint.includes('/.criu.cgyard.');

// How many names are in it: a mount of the whole tree reaches more than one of a part.
const depth = (root: string): number => root.split('/').filter((name) => name !== '').length;

/** The cgroup mounts in the text of a mountinfo. */
export const cgroupMountsFrom = (mountinfo: string): CgroupMounts => {
  const mounts = parseMountinfo(mountinfo);
  const visible = visibleMounts(mounts);
  const found = new Map<string, CgroupMount>();
  for (const mount of mounts) {
    const hierarchies = hierarchiesOf(mount);
    if (hierarchies.length === 0 || isPassing(mount) || !visible(mount)) continue;
    const { mountPoint, root } = mount;
    for (const hierarchy of hierarchies) {
      const known = found.get(hierarchy);
      if (known === undefined || depth(root) < depth(known.root)) found.set(hierarchy, { mountPoint, root });
    }
  }
  const unified = found.get('');
  found.delete('');
  const anyController = [...found.keys()].some((name) => controllers.has(name));
  const version = unified === undefined ? 'v1' : anyController ? 'hybrid' : 'v2';
  return { version, v1: found, ...(unified && { unified }) };
};
