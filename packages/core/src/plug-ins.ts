import type { Readable, Writable } from 'node:stream';
import type { ImageDifference } from './image.ts';
import type { Spec } from './oci/index.ts';
import type { Runtime } from './runtime.ts';
import type { ExitStatus } from './status.ts';

/** What a watcher watches. */
export interface OomTarget {
  /** The host pid of init (for gVisor, of the sandbox). */
  readonly pid: number;
  readonly id?: string | undefined;
  /** As the bundle holds it: the limit is `linux.resources.memory.limit`, in bytes. */
  readonly spec?: Spec | undefined;
  /** true: made just now, so that every count there is this container's; false: count from here. Default: false. */
  readonly fresh?: boolean | undefined;
  /** Called for each kill, with its time and what else the watcher knows of it. Must not throw. */
  readonly onOom?: ((at: Date, report?: OomReport) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What a watcher knows of one kill. */
export interface OomReport {
  readonly at: Date;
  /** Which one it is: 1 for the first of the container (see `fresh`), or of those since the watch was armed. */
  readonly kill: number;
  /** `'cgroup'`: the kernel's counter. `'memory'`: the memory that was in use when it died. Others may follow. */
  readonly source: 'cgroup' | 'memory' | (string & {});
  /** false: inferred, as from memory that was at its limit, where no counter can be seen. */
  readonly certain: boolean;
  /** In bytes; absent where there is none, or it is not known. */
  readonly limitBytes?: number | undefined;
  /** The most that was in use, in bytes. Absent where the kernel does not keep it (v2 before 5.19). */
  readonly peakBytes?: number | undefined;
}

/** A watch that is armed. Disposing ends it: after delete, or twice, or of a cgroup that is gone, is no error. */
export interface OomWatcher extends AsyncDisposable {
  /**
   * The last read, between init's exit and delete: how many kills. Bounded in time; never rejects.
   * @param end how init ended, where that is known: for watchers that must infer
   */
  readonly kills: (end?: Pick<ExitStatus, 'exitCode' | 'signal'>) => Promise<number | 'unknown'>;
}

/**
 * Arms a watch: called after create and before start, it resolves when no kill can be missed any more. It finds
 * the cgroup and the limit by itself.
 */
export type OomWatcherFactory = (target: OomTarget) => Promise<OomWatcher>;

export interface CheckpointTarget {
  readonly id: string;
  readonly imagePath: string;
  readonly signal?: AbortSignal | undefined;
  readonly runtime: Pick<Runtime, 'name' | 'processes' | 'exec'> & {
    /**
     * Whether it suspends CUDA's processes by itself, and brings them back, with the program at a plug-in's
     * `cudaProgram` (gVisor's `--cuda-checkpoint-path`, 20260608 and later). Default: it does not.
     */
    readonly suspendsCuda?: (() => Promise<boolean>) | undefined;
  };
}

/** Takes part in a checkpoint and in the way back: CUDA's is one. */
export interface CheckpointPlugin {
  readonly name: string;
  /**
   * Before the image is made. Undoes its own half-done work if it rejects. Its result brings the devices back and
   * is called whenever the container lives on.
   */
  readonly suspend: (target: CheckpointTarget) => Promise<() => Promise<void>>;
  /**
   * Before a restore starts anything.
   * @throws `ERR_IMAGE_INCOMPATIBLE`
   */
  readonly verify: (target: Omit<CheckpointTarget, 'runtime'>) => Promise<void>;
  /** After a restore, before `onStarted`. A rejection kills the container. */
  readonly resume: (target: CheckpointTarget) => Promise<void>;
  /** The least time that the checkpoint's tool needs to bring the processes to a stand, in milliseconds. */
  readonly toolTimeoutMs?: number | undefined;
  /** NVIDIA's cuda-checkpoint inside the container, an absolute path: for runtimes that run it by themselves. */
  readonly cudaProgram?: string | undefined;
  /** What it has to say of its devices, as JSON: kept in the manifest under its name. After `suspend`. */
  readonly describe?: ((target: CheckpointTarget) => Promise<unknown>) | undefined;
  /** Judges, from what `describe` gave (`undefined`: nothing), whether an image can be restored here. */
  readonly judge?: ((described: unknown) => Promise<readonly ImageDifference[]>) | undefined;
}

/** Makes pseudoterminals: `@caisson/terminal` is one. The native part is its own. */
export interface Terminal {
  readonly columns: number;
  readonly rows: number;
  /** Called once for each terminal that is opened, with a function that sets its size from then on. */
  readonly onResize?: ((resize: (columns: number, rows: number) => void) => void) | undefined;
  /**
   * Waits at `socketPath` for the runtime to send the terminal (OCI runtimes' `--console-socket`).
   * @throws `ERR_NOT_SUPPORTED` where the native part cannot load
   */
  readonly listen: (socketPath: string) => Promise<TerminalSocket>;
}

/** Disposing it gives the terminal up, before or after it has come. */
export interface TerminalSocket extends Disposable {
  /** The terminal, when the runtime has sent it. */
  readonly opened: Promise<OpenTerminal>;
}

/** A pseudoterminal's own side, for the one who looks and types. */
export interface OpenTerminal {
  readonly input: Writable;
  /** Ends when the last process that has it open is gone. */
  readonly output: Readable;
  /**
   * Sets the size that it was last given once more: called when a process has it, for a restore brings the image's
   * size back meanwhile. Default: it keeps what it has.
   */
  readonly applySize?: (() => void) | undefined;
}
