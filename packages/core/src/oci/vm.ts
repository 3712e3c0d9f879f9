/** A container in a virtual machine. */
export interface VM {
  readonly hypervisor?: VMHypervisor;
  readonly kernel: VMKernel;
  readonly image?: VMImage;
  /** Since 1.3. */
  readonly hwConfig?: VMHWConfig;
}

export interface VMHypervisor {
  /** An absolute path on the host. */
  readonly path: string;
  readonly parameters?: readonly string[];
}

export interface VMKernel {
  /** An absolute path on the host. */
  readonly path: string;
  readonly parameters?: readonly string[];
  /** An absolute path on the host. */
  readonly initrd?: string;
}

/** The machine's root image. */
export interface VMImage {
  /** An absolute path on the host. */
  readonly path: string;
  readonly format: 'raw' | 'qcow2' | 'vdi' | 'vmdk' | 'vhd';
}

/** The machine's hardware. Since 1.3. */
export interface VMHWConfig {
  /** A device tree's absolute path on the host. */
  readonly deviceTree?: string;
  readonly vcpus?: number;
  /** In bytes. */
  readonly memory?: number;
  /** Paths in the host's device tree of devices that are passed through. */
  readonly dtdevs?: readonly string[];
  readonly iomems?: readonly VMIOMem[];
  /** Interrupts that are passed through. */
  readonly irqs?: readonly number[];
}

/** A range of the host's memory that is passed through, in 4 KiB frames. */
export interface VMIOMem {
  /** The guest's first frame. Default: `firstMFN`. */
  readonly firstGFN?: number;
  /** The host's first frame. */
  readonly firstMFN: number;
  readonly nrMFNs: number;
}
