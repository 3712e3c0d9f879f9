/** A device node that the container has. */
export interface LinuxDevice {
  /** Its absolute path in the container. */
  readonly path: string;
  readonly type: LinuxDeviceType;
  /** Needed but for `p`. */
  readonly major?: number;
  /** Needed but for `p`. */
  readonly minor?: number;
  /** Permission bits, 0 to 0o777. */
  readonly fileMode?: number;
  readonly uid?: number;
  readonly gid?: number;
}

/** Block, character, unbuffered character, or FIFO. */
export type LinuxDeviceType = 'b' | 'c' | 'u' | 'p';

/** A rule of the device cgroup; a later one overrides an earlier one. */
export interface LinuxDeviceCgroup {
  readonly allow: boolean;
  /** `a` (every type), `b` or `c`. Default: `a`. */
  readonly type?: string;
  /** Absent: every one. */
  readonly major?: number;
  /** Absent: every one. */
  readonly minor?: number;
  /** A composition of `r`, `w` and `m` (mknod). */
  readonly access?: string;
}

/** A network interface of the host that moves into the container. Since 1.3. */
export interface LinuxNetDevice {
  /** Its name inside. Default: as on the host. */
  readonly name?: string;
}
