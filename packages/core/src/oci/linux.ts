import type { LinuxDevice, LinuxNetDevice } from './devices.ts';
import type { LinuxIDMapping, LinuxNamespace, LinuxTimeOffsets } from './namespaces.ts';
import type { LinuxResources } from './resources.ts';
import type { LinuxSeccomp } from './seccomp.ts';

/** What is Linux's own. */
export interface Linux {
  /** Of each type at most one. A type that is not here is the runtime's own namespace. */
  readonly namespaces?: readonly LinuxNamespace[];
  /** Of a new user namespace; with `gidMappings`. */
  readonly uidMappings?: readonly LinuxIDMapping[];
  readonly gidMappings?: readonly LinuxIDMapping[];
  /** Needs a new time namespace. Since 1.1. */
  readonly timeOffsets?: LinuxTimeOffsets;
  /** Beside those that every container has (null, zero, full, random, urandom, tty, ptmx). */
  readonly devices?: readonly LinuxDevice[];
  /** By the interface's name on the host. Since 1.3. */
  readonly netDevices?: Readonly<Record<string, LinuxNetDevice>>;
  /** Below the cgroup mounts where absolute; `slice:prefix:name` for systemd. Default: the runtime's own. */
  readonly cgroupsPath?: string;
  readonly resources?: LinuxResources;
  /** Default: the runtime's own. */
  readonly rootfsPropagation?: LinuxRootfsPropagation;
  readonly seccomp?: LinuxSeccomp;
  /** By name: `net.ipv4.ip_forward`. Only those that a private namespace holds. */
  readonly sysctl?: Readonly<Record<string, string>>;
  /** Absolute paths that read as empty. */
  readonly maskedPaths?: readonly string[];
  /** Absolute paths that cannot be written. */
  readonly readonlyPaths?: readonly string[];
  /** The SELinux context of the mounts. */
  readonly mountLabel?: string;
  readonly intelRdt?: LinuxIntelRdt;
  /** Since 1.3. */
  readonly memoryPolicy?: LinuxMemoryPolicy;
  /** Since 1.1. */
  readonly personality?: LinuxPersonality;
}

/** The recursive ones (`r…`) are in the text's spirit and in runtimes, not in the JSON schema. */
export type LinuxRootfsPropagation =
  | 'private'
  | 'shared'
  | 'slave'
  | 'unbindable'
  | 'rprivate'
  | 'rshared'
  | 'rslave'
  | 'runbindable';

/** Intel's Resource Director Technology. */
export interface LinuxIntelRdt {
  /** The class of service. Default: the container's id. */
  readonly closID?: string;
  /** Lines for the `schemata` file. Since 1.3. */
  readonly schemata?: readonly string[];
  /** A line for the L3 cache: `L3:0=7f0;1=1f`. */
  readonly l3CacheSchema?: string;
  /** A line for memory bandwidth: `MB:0=20;1=70`. */
  readonly memBwSchema?: string;
  /** A monitoring group of the container's own. Since 1.3. */
  readonly enableMonitoring?: boolean;
}

/** set_mempolicy(2). Since 1.3. */
export interface LinuxMemoryPolicy {
  readonly mode?: MemoryPolicyMode;
  /** Memory nodes as a list: `0-3,7`. */
  readonly nodes?: string;
  readonly flags?: readonly MemoryPolicyFlag[];
}

export type MemoryPolicyMode =
  | 'MPOL_DEFAULT'
  | 'MPOL_BIND'
  | 'MPOL_INTERLEAVE'
  | 'MPOL_WEIGHTED_INTERLEAVE'
  | 'MPOL_PREFERRED'
  | 'MPOL_PREFERRED_MANY'
  | 'MPOL_LOCAL';

export type MemoryPolicyFlag = 'MPOL_F_NUMA_BALANCING' | 'MPOL_F_RELATIVE_NODES' | 'MPOL_F_STATIC_NODES';

/** personality(2): which kernel is shown to programs. Since 1.1. */
export interface LinuxPersonality {
  readonly domain?: LinuxPersonalityDomain;
  /** None is defined so far. */
  readonly flags?: readonly string[];
}

export type LinuxPersonalityDomain = 'LINUX' | 'LINUX32';
