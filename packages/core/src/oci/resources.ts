import type { LinuxBlockIO } from './block-io.ts';
import type { LinuxDeviceCgroup } from './devices.ts';

/** Limits of a container's cgroups. */
export interface LinuxResources {
  readonly devices?: readonly LinuxDeviceCgroup[];
  readonly memory?: LinuxMemory;
  readonly cpu?: LinuxCPU;
  readonly pids?: LinuxPids;
  readonly blockIO?: LinuxBlockIO;
  readonly hugepageLimits?: readonly LinuxHugepageLimit[];
  readonly network?: LinuxNetwork;
  /** By the device's name: `mlx5_1`. */
  readonly rdma?: Readonly<Record<string, LinuxRdma>>;
  /** cgroup v2 files by name (`memory.high`), each with what is written to it. Since 1.0.2-dev. */
  readonly unified?: Readonly<Record<string, string>>;
}

/** In bytes; -1 lifts a limit. */
export interface LinuxMemory {
  readonly limit?: number;
  /** The soft limit. */
  readonly reservation?: number;
  /** Memory and swap together, as cgroup v1 counts: not below `limit`. */
  readonly swap?: number;
  /** Deprecated: kernels ignore it. */
  readonly kernel?: number;
  /** cgroup v1. */
  readonly kernelTCP?: number;
  /** 0 to 100. cgroup v1. */
  readonly swappiness?: number;
  /** cgroup v1. */
  readonly disableOOMKiller?: boolean;
  /** Since 1.0.2-dev. cgroup v1. */
  readonly useHierarchy?: boolean;
  /** An update that would put the limit below the usage is refused. Since 1.1. */
  readonly checkBeforeUpdate?: boolean;
}

export interface LinuxCPU {
  /** The share against other cgroups, 2 to 262144. */
  readonly shares?: number;
  /** Processor time in each period, in microseconds; -1 lifts the limit. */
  readonly quota?: number;
  /** Time not used that may be used later, in microseconds. Since 1.1. */
  readonly burst?: number;
  /** In microseconds. Default: 100 000. */
  readonly period?: number;
  /** In microseconds. */
  readonly realtimeRuntime?: number;
  /** In microseconds. */
  readonly realtimePeriod?: number;
  /** CPUs as a list: `0-3,7`. */
  readonly cpus?: string;
  /** Memory nodes as a list: `0,1`. */
  readonly mems?: string;
  /** 1: runs only when nothing else would. Since 1.1. */
  readonly idle?: number;
}

export interface LinuxPids {
  /** Processes and threads; 0 or less: no limit (`runc update` and 1.3 tell 0 apart). */
  readonly limit: number;
}

export interface LinuxHugepageLimit {
  /** `64KB`, `2MB`, `1GB`. */
  readonly pageSize: string;
  /** In bytes. */
  readonly limit: number;
}

/** cgroup v1. */
export interface LinuxNetwork {
  /** What tags the cgroup's packets. */
  readonly classID?: number;
  readonly priorities?: readonly LinuxInterfacePriority[];
}

export interface LinuxInterfacePriority {
  readonly name: string;
  readonly priority: number;
}

export interface LinuxRdma {
  readonly hcaHandles?: number;
  readonly hcaObjects?: number;
}
