import type { State } from './oci/index.ts';
import type { CheckpointPlugin, OomWatcherFactory } from './plug-ins.ts';
import type { Signal } from './status.ts';
import type { ByteSink, Streams } from './streams.ts';

/** Options that every call takes. An unknown or ill-typed one is `ERR_INVALID_OPTION`, a `TypeError`. */
export interface CallOptions {
  /** Aborts the call, which cleans up and then rejects with `ERR_ABORTED`. */
  readonly signal?: AbortSignal | undefined;
}

export interface PrepareOptions extends CallOptions {
  /** The id that the container will have. */
  readonly id?: string | undefined;
}

/** A process that runs. */
export interface Started {
  readonly id: string;
  /** The pid that `kill`'s `pid` takes; for a container's init, the host's. */
  readonly pid?: number | undefined;
  /** The pid on the host; for gVisor the sandbox's. */
  readonly hostPid?: number | undefined;
}

/** How an aborted process is asked to end before it is killed. */
export interface Stop {
  readonly signal: Signal;
  /** How long it has until SIGKILL, in milliseconds. */
  readonly graceMs: number;
}

interface LifeOptions extends CallOptions {
  /** Watches this container for OOM kills. Default: the driver's. */
  readonly oom?: OomWatcherFactory | undefined;
  /** Called once, after start, and awaited before the call settles; a rejection kills the process. */
  readonly onStarted?: ((started: Started) => void | Promise<void>) | undefined;
  /** On abort: sent first, with a grace. Default: SIGKILL at once. */
  readonly stop?: Stop | undefined;
}

interface Created {
  /** Awaited between create and start; a rejection deletes the container and rejects the call. */
  readonly onCreated?: ((state: State) => void | Promise<void>) | undefined;
}

export type RunOptions = LifeOptions & Created & Streams;
export type CreateOptions = CallOptions & Streams & Pick<LifeOptions, 'oom'>;
export type WaitOptions = CallOptions & Pick<LifeOptions, 'oom'>;
export type ExecOptions = CallOptions & Streams & Pick<LifeOptions, 'onStarted' | 'stop'>;

export interface KillOptions extends CallOptions {
  /**
   * Every process of the container, not init alone. Default: false. With SIGKILL runtimes may end every process either
   * way (runc from 1.2 on), as the kernel does where init has a pid namespace of its own.
   */
  readonly all?: boolean | undefined;
  /** One process of the container, as `processes` or `onStarted` gave it. Needs `killProcess`. */
  readonly pid?: number | undefined;
}

export interface DeleteOptions extends CallOptions {
  /** Kills what runs first, and succeeds where there is no such container. Default: false. */
  readonly force?: boolean | undefined;
}

export interface EventsOptions extends CallOptions {
  /** Tells `oom` as it happens. Default: the driver's. */
  readonly oom?: OomWatcherFactory | undefined;
}

interface ImageOptions {
  /** The directory of the checkpoint's image. A checkpoint makes it: it is missing or empty before. */
  readonly imagePath: string;
  /**
   * Where the checkpoint's tool may put logs and temporary files. Default: a temporary directory, gone at the end;
   * the log's errors are in the error.
   */
  readonly workPath?: string | undefined;
  /** Keeps established TCP connections. Default: false, and a checkpoint that meets one fails. */
  readonly tcpEstablished?: boolean | undefined;
  /** Keeps file locks; give it for the checkpoint and for the restore. Default: false, and a held lock fails it. */
  readonly fileLocks?: boolean | undefined;
  /**
   * What is left out of an image and joined again on the way back, as CRIU spells it (`mnt[/data]:data`, and for
   * the restore `mnt[data]:/srv/data`). Bind mounts and namespaces given by path need none. Default: none.
   */
  readonly external?: readonly string[] | undefined;
  /** Checksums are taken and, for a restore, compared. Default: true. */
  readonly checksums?: boolean | undefined;
  /** In order for a checkpoint, and in reverse on the way back. */
  readonly plugins?: readonly CheckpointPlugin[] | undefined;
  /** The runtime's and its checkpoint tool's own words, when the tool is done. */
  readonly log?: ByteSink | undefined;
}

export interface CheckpointOptions extends CallOptions, ImageOptions {
  /** The container runs on. Default: false, and it is ended and deleted; `wait` and `run` tell its status. */
  readonly leaveRunning?: boolean | undefined;
  /** TCP connections not yet accepted are left out. Default: false. */
  readonly tcpSkipInFlight?: boolean | undefined;
  /**
   * The image is on the disk (fsync) when the call settles. Without, the kernel writes it in its own time, as after the
   * tool's own command: a host that loses its power meanwhile may have a broken image, which its checksums tell.
   * Default: true.
   */
  readonly fsync?: boolean | undefined;
  /** Files that were unlinked while open are linked back. Default: false. */
  readonly linkRemap?: boolean | undefined;
  /** Writes memory alone, the container running on, for a later checkpoint's `parentPath`. Default: false. */
  readonly preDump?: boolean | undefined;
  /** The image directory of an earlier `preDump`: what has not changed since is not written again. Default: none. */
  readonly parentPath?: string | undefined;
}

export type RestoreOptions = LifeOptions &
  Streams &
  ImageOptions & {
    /** TCP connections of the image come back closed. Default: false. */
    readonly tcpClose?: boolean | undefined;
  };
