import type { Capabilities } from './capabilities.ts';
import type { ContainerEvent } from './events.ts';
import type { LinuxResources, Process, Spec, State } from './oci/index.ts';
import type {
  CallOptions,
  CheckpointOptions,
  CreateOptions,
  DeleteOptions,
  EventsOptions,
  ExecOptions,
  KillOptions,
  PrepareOptions,
  RestoreOptions,
  RunOptions,
  WaitOptions,
} from './options.ts';
import type { ContainerProcess, Stats } from './stats.ts';
import type { ExitStatus, Signal } from './status.ts';

/**
 * A container runtime. Its life cycle: spec → `prepare` → bundle → `create` → (watcher armed, `onCreated`) →
 * `start` → `onStarted` → streams → init exits → (watcher's last read) → `delete` → exit status.
 *
 * An id is 1 to 255 characters of `[A-Za-z0-9_+.-]` and begins with neither `-` nor `.`; another one is
 * `ERR_INVALID_ID`. Every member is a function that uses no `this`, so that `{ ...runtime, run }` is a Runtime.
 */
export interface Runtime extends AsyncDisposable {
  /** The runtime's name: `runc`. */
  readonly name: string;
  /** The runtime's own version, as it spells it: `1.1.5`. Absent where it tells none. */
  readonly version?: string | undefined;
  readonly capabilities: Capabilities;
  /**
   * A new spec that is fit for this runtime; its argument stays as it was.
   * @throws `ERR_INVALID_SPEC` for what this runtime would refuse or ignore.
   */
  readonly prepare: (spec: Spec, options?: PrepareOptions) => Promise<Spec>;
  /**
   * create, `onCreated`, start, `onStarted`, wait, delete. Settles when the container is gone.
   * @param bundle a directory with a `config.json`, best written by `@caisson/oci-spec`.
   * @throws `ERR_INVALID_SPEC`, `ERR_CONTAINER_EXISTS`, `ERR_EXEC_FAILED`, `ERR_ABORTED`, `ERR_STREAM`, …
   */
  readonly run: (id: string, bundle: string, options?: RunOptions) => Promise<ExitStatus>;
  /** Makes the container and its init, which waits for `start`. Its streams are attached from here on. */
  readonly create: (id: string, bundle: string, options?: CreateOptions) => Promise<State>;
  /**
   * Starts a created container's program.
   * @throws `ERR_CONTAINER_NOT_FOUND`, `ERR_WRONG_STATE`
   */
  readonly start: (id: string, options?: CallOptions) => Promise<void>;
  /**
   * Settles when init is gone and the watcher has read for the last time; the container is still there to delete.
   * Any number of callers get the same status. Aborting it stops the waiting alone.
   * @throws `ERR_STATUS_LOST` where the status cannot be learnt (see `waitCreated`, `waitAny`).
   */
  readonly wait: (id: string, options?: WaitOptions) => Promise<ExitStatus>;
  /**
   * Runs another process in a running container. Settles at that process's exit, whoever still holds its pipes.
   * @throws `ERR_EXEC_FAILED` where its program cannot be started; `ERR_CONTAINER_NOT_RUNNING`
   */
  readonly exec: (id: string, process: Process, options?: ExecOptions) => Promise<ExitStatus>;
  /**
   * Sends a signal to init.
   * @throws `ERR_CONTAINER_NOT_RUNNING`
   */
  readonly kill: (id: string, signal: Signal, options?: KillOptions) => Promise<void>;
  /**
   * Removes a container that does not run, with its cgroups.
   * @throws `ERR_WRONG_STATE` where it runs and `force` is not given.
   */
  readonly delete: (id: string, options?: DeleteOptions) => Promise<void>;
  readonly state: (id: string, options?: CallOptions) => Promise<State>;
  readonly list: (options?: CallOptions) => Promise<readonly State[]>;
  /**
   * Subscribes at the call, not at the first `next()`, to a container that exists; ends after `exit`. Leaving the
   * loop, or aborting, unsubscribes.
   */
  readonly events: (id: string, options?: EventsOptions) => AsyncIterable<ContainerEvent>;
  readonly checkpoint: (id: string, options: CheckpointOptions) => Promise<void>;
  /** `run`'s twin from an image: settles with the status; `onStarted` when restored. */
  readonly restore: (id: string, bundle: string, options: RestoreOptions) => Promise<ExitStatus>;
  readonly pause: (id: string, options?: CallOptions) => Promise<void>;
  readonly resume: (id: string, options?: CallOptions) => Promise<void>;
  /** Changes limits while it runs; what `resources` does not name stays. */
  readonly update: (id: string, resources: LinuxResources, options?: CallOptions) => Promise<void>;
  readonly stats: (id: string, options?: CallOptions) => Promise<Stats>;
  readonly processes: (id: string, options?: CallOptions) => Promise<readonly ContainerProcess[]>;
  /** Aborts this object's own runs and execs, and ends its events; leaves created containers as they are. */
  readonly close: () => Promise<void>;
}
