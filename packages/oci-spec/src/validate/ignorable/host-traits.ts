import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** What of a host decides whether a runtime can do as a spec says. */
export interface HostTraits {
  /** The version of cgroup that limits memory. */
  readonly cgroup: 1 | 2;
  readonly selinux: boolean;
  readonly apparmor: boolean;
  /** cgroup v2: whether cgroups have weights of the BFQ scheduler. */
  readonly bfq: boolean;
  /** Whether Intel's resource director is mounted, at /sys/fs/resctrl. */
  readonly rdt: boolean;
}

const holds = (file: string, wanted: RegExp): boolean => {
  try {
    return wanted.test(readFileSync(file, 'utf8'));
  } catch {
    return false;
  }
};

/** The top of the tree has no such file, each cgroup below it has. */
const hasBfq = (): boolean => {
  const tree = '/sys/fs/cgroup';
  try {
    return readdirSync(tree).some((name) => existsSync(`${tree}/${name}/io.bfq.weight`));
  } catch {
    return false;
  }
};

/** This host, looked at when asked. */
export const thisHost: HostTraits = {
  get cgroup() {
    return holds('/proc/self/mounts', /^cgroup .*\bmemory\b/m) ? 1 : 2;
  },
  get selinux() {
    return existsSync('/sys/fs/selinux/enforce');
  },
  get apparmor() {
    return holds('/sys/module/apparmor/parameters/enabled', /^Y/);
  },
  get bfq() {
    return hasBfq();
  },
  get rdt() {
    return existsSync('/sys/fs/resctrl/schemata');
  },
};
