export interface LinuxNamespace {
  readonly type: LinuxNamespaceType;
  /** An existing namespace to join. Default: a new one. */
  readonly path?: string;
}

/** `time` since 1.1. */
export type LinuxNamespaceType = 'pid' | 'network' | 'mount' | 'ipc' | 'uts' | 'user' | 'cgroup' | 'time';

/** A range of user or group ids. */
export interface LinuxIDMapping {
  /** The first id inside. */
  readonly containerID: number;
  /** The first id outside. */
  readonly hostID: number;
  /** How many. */
  readonly size: number;
}

/** What a new time namespace adds to the host's clocks. Since 1.1. */
export interface LinuxTimeOffsets {
  readonly boottime?: LinuxTimeOffset;
  readonly monotonic?: LinuxTimeOffset;
}

export interface LinuxTimeOffset {
  /** In seconds; may be negative. */
  readonly secs?: number;
  /** In nanoseconds. */
  readonly nanosecs?: number;
}
