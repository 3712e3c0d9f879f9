/** A GPU of this host. */
export interface Gpu {
  readonly uuid: string;
  readonly model: string;
  /** In MiB. */
  readonly memory: number;
  /** In MiB, at this moment. */
  readonly free: number;
  readonly mig: boolean;
}

/** What the plug-in must know of the host; a test gives its own. */
export interface CudaHost {
  /** The kernel driver's release: `580.65.06`; `undefined`: there is none. */
  readonly driver: () => string | undefined;
  readonly gpus: () => Promise<readonly Gpu[]>;
  /** How much of each GPU's memory, by UUID, these processes hold, in MiB. */
  readonly used: (pids: readonly number[]) => Promise<Readonly<Record<string, number>>>;
  /** What a process's memory maps, and the names of its open files. `undefined`: it is gone. */
  readonly holds: (pid: number) => string | undefined;
  /** A program by name, as a shell would find it. */
  readonly find: (name: string) => string | undefined;
  /** Whether CRIU has its CUDA plug-in. */
  readonly criuPlugin: () => boolean;
}
