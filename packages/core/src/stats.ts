/** A process inside a container. */
export interface ContainerProcess {
  /** The number that `kill`'s `pid` takes: the host's for runc and crun, the sandbox's for gVisor. */
  readonly pid: number;
  readonly hostPid?: number | undefined;
  readonly args?: readonly string[] | undefined;
}

/** What a container uses, in one shape for cgroup v1 and v2; what the host does not count is absent. */
export interface Stats {
  /** When it was read. */
  readonly at: Date;
  readonly memory?: MemoryStats | undefined;
  readonly cpu?: CpuStats | undefined;
  readonly pids?: PidsStats | undefined;
  readonly io?: readonly IoStats[] | undefined;
  readonly network?: readonly NetworkStats[] | undefined;
}

/** In bytes. */
export interface MemoryStats {
  readonly usageBytes: number;
  /** The page cache's part. */
  readonly cacheBytes?: number | undefined;
  readonly peakBytes?: number | undefined;
  /** Absent where there is none. */
  readonly limitBytes?: number | undefined;
  readonly swapBytes?: number | undefined;
}

/** In nanoseconds since the container was made. */
export interface CpuStats {
  readonly usageNs: bigint;
  readonly userNs?: bigint | undefined;
  readonly systemNs?: bigint | undefined;
  readonly throttling?:
    | {
        /** Elapsed enforcement periods. */
        readonly periods: number;
        /** Those in which it was throttled. */
        readonly throttledPeriods: number;
        readonly throttledNs: bigint;
      }
    | undefined;
}

export interface PidsStats {
  readonly current: number;
  /** Absent where there is none. */
  readonly limit?: number | undefined;
}

/** Of one block device. */
export interface IoStats {
  readonly major: number;
  readonly minor: number;
  readonly readBytes: bigint;
  readonly writeBytes: bigint;
  readonly readOperations: bigint;
  readonly writeOperations: bigint;
}

/** Of one interface in the container's network namespace. */
export interface NetworkStats {
  readonly name: string;
  readonly receivedBytes: bigint;
  readonly receivedPackets: bigint;
  readonly receiveErrors: bigint;
  readonly receiveDropped: bigint;
  readonly sentBytes: bigint;
  readonly sentPackets: bigint;
  readonly sendErrors: bigint;
  readonly sendDropped: bigint;
}
