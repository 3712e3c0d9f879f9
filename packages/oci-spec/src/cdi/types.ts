import type { Hook, LinuxIntelRdt } from '@caisson/core';
import type { HookStage } from '../changes/hooks.ts';

/** A file of the Container Device Interface, version 1.1: the devices of one kind and what they change in a spec. */
export interface CdiSpec {
  readonly cdiVersion: string;
  /** `vendor/class`: `nvidia.com/gpu`. */
  readonly kind: string;
  /** Since 0.6. */
  readonly annotations?: Readonly<Record<string, string>>;
  /** At least one. */
  readonly devices: readonly CdiDevice[];
  /** Made once for every container that has any of the devices. */
  readonly containerEdits?: CdiEdits;
}

export interface CdiDevice {
  readonly name: string;
  /** Since 0.6. */
  readonly annotations?: Readonly<Record<string, string>>;
  readonly containerEdits: CdiEdits;
}

/** What changes in a spec. */
export interface CdiEdits {
  /** `NAME=value`. */
  readonly env?: readonly string[];
  readonly deviceNodes?: readonly CdiDeviceNode[];
  readonly mounts?: readonly CdiMount[];
  readonly hooks?: readonly CdiHook[];
  /** Since 0.7. 0 is ignored. */
  readonly additionalGids?: readonly number[];
  /** Since 0.7. */
  readonly intelRdt?: CdiIntelRdt;
  /** Since 1.1. */
  readonly netDevices?: readonly CdiNetDevice[];
}

export interface CdiDeviceNode {
  /** In the container. */
  readonly path: string;
  /** On the host. Default: `path`. Since 0.5. */
  readonly hostPath?: string;
  /** Default: the host device's. */
  readonly type?: string;
  /** Default: the host device's. */
  readonly major?: number;
  /** Default: the host device's. */
  readonly minor?: number;
  /** Default: the host device's. */
  readonly fileMode?: number;
  /** What the device cgroup lets it do. Default: `rwm`. */
  readonly permissions?: string;
  /** Default: the container's user, unless that is root. */
  readonly uid?: number;
  readonly gid?: number;
}

export interface CdiMount {
  readonly hostPath: string;
  readonly containerPath: string;
  readonly options?: readonly string[];
  /** Since 0.4. */
  readonly type?: string;
}

export interface CdiHook extends Hook {
  readonly hookName: HookStage;
}

export interface CdiIntelRdt extends LinuxIntelRdt {
  /** Before 1.1, for which `enableMonitoring` came. */
  readonly enableCMT?: boolean;
  /** Before 1.1, for which `enableMonitoring` came. */
  readonly enableMBM?: boolean;
}

export interface CdiNetDevice {
  readonly hostInterfaceName: string;
  readonly name: string;
}
