/** Limits on block devices. */
export interface LinuxBlockIO {
  /** The share of the cgroup's own and its children's requests, 10 to 1000. */
  readonly weight?: number;
  /** The share of its own tasks against its children, 10 to 1000. cgroup v1. */
  readonly leafWeight?: number;
  readonly weightDevice?: readonly LinuxWeightDevice[];
  /** In bytes a second. */
  readonly throttleReadBpsDevice?: readonly LinuxThrottleDevice[];
  /** In bytes a second. */
  readonly throttleWriteBpsDevice?: readonly LinuxThrottleDevice[];
  /** In operations a second. */
  readonly throttleReadIOPSDevice?: readonly LinuxThrottleDevice[];
  /** In operations a second. */
  readonly throttleWriteIOPSDevice?: readonly LinuxThrottleDevice[];
}

export interface LinuxWeightDevice {
  readonly major: number;
  readonly minor: number;
  /** 10 to 1000. */
  readonly weight?: number;
  /** 10 to 1000. cgroup v1. */
  readonly leafWeight?: number;
}

export interface LinuxThrottleDevice {
  readonly major: number;
  readonly minor: number;
  readonly rate?: number;
}
