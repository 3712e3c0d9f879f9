import type { CPUAffinity, LinuxIOPriority, Scheduler } from './scheduling.ts';

/** A process in a container: its init, or one that `exec` adds. */
export interface Process {
  /** The program and its arguments, at least one. Optional only where `commandLine` stands in (Windows). */
  readonly args?: readonly string[];
  /** The whole command line in one string. Windows alone. */
  readonly commandLine?: string;
  /** The working directory: an absolute path in the container. */
  readonly cwd: string;
  /** `NAME=value`. Without a `PATH` here a runtime finds only programs that are given by path. */
  readonly env?: readonly string[];
  /** A pseudoterminal in place of the three streams. Default: false. */
  readonly terminal?: boolean;
  /** The pseudoterminal's first size. */
  readonly consoleSize?: Box;
  readonly user?: User;
  readonly capabilities?: LinuxCapabilities;
  /** Of each type at most one. */
  readonly rlimits?: readonly POSIXRlimit[];
  /** Sets `no_new_privs`: set-user-id programs give no more rights. Default: false. */
  readonly noNewPrivileges?: boolean;
  readonly apparmorProfile?: string;
  readonly selinuxLabel?: string;
  /** `/proc/self/oom_score_adj`, -1000 to 1000. Default: the runtime's own. */
  readonly oomScoreAdj?: number;
  /** Since 1.1. */
  readonly scheduler?: Scheduler;
  /** Since 1.1. */
  readonly ioPriority?: LinuxIOPriority;
  /** Of processes that `exec` adds. Since 1.2.1. */
  readonly execCPUAffinity?: CPUAffinity;
}

/** In characters. */
export interface Box {
  readonly height: number;
  readonly width: number;
}

export interface User {
  /** Default: 0. */
  readonly uid?: number;
  /** Default: 0. */
  readonly gid?: number;
  /** The file mode creation mask; 0o22 is 18. */
  readonly umask?: number;
  readonly additionalGids?: readonly number[];
  /** Windows alone. */
  readonly username?: string;
}

/** Capability sets, of names such as `CAP_NET_BIND_SERVICE`. */
export interface LinuxCapabilities {
  readonly bounding?: readonly string[];
  readonly effective?: readonly string[];
  readonly inheritable?: readonly string[];
  readonly permitted?: readonly string[];
  readonly ambient?: readonly string[];
}

export interface POSIXRlimit {
  /** `RLIMIT_NOFILE` and its like. */
  readonly type: string;
  /** In the unit of its type. */
  readonly soft: number;
  /** The ceiling of `soft`. Raising it above the caller's needs CAP_SYS_RESOURCE. */
  readonly hard: number;
}
