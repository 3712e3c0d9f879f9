/**
 * What a runtime can do on this host: data, found by probing the binary and the host when the driver is made,
 * and constant for the life of that instance. An operation whose capability is false rejects with
 * `ERR_NOT_SUPPORTED`.
 */
export interface Capabilities {
  /** `checkpoint` and `restore`. */
  readonly checkpointRestore: boolean;
  /** Containers can be given GPUs. */
  readonly gpu: boolean;
  /** The runtime itself tells of OOM kills; where it does not, an {@link OomWatcherFactory} does. */
  readonly oomEvents: boolean;
  /** A network namespace given by path in `linux.namespaces` is joined. */
  readonly joinExistingNetNS: boolean;
  /** CDI devices can be injected. */
  readonly cdi: boolean;
  /** `create` and `start` apart, and with them `run`'s `onCreated`. */
  readonly create: boolean;
  /** `pause` and `resume`. */
  readonly pause: boolean;
  /** `update`. */
  readonly update: boolean;
  /** `stats`. */
  readonly stats: boolean;
  /** `events`. */
  readonly events: boolean;
  /** `processes`. */
  readonly processes: boolean;
  /** `terminal` among the streams. */
  readonly terminal: boolean;
  /** A process that `exec` started can be signalled by itself: `kill(id, signal, { pid })`. */
  readonly killProcess: boolean;
  /**
   * `wait` learns the true status of a container that this process created with `create`.
   * False where only the runtime's foreground verbs can wait: then `run` and `exec` alone tell a status.
   */
  readonly waitCreated: boolean;
  /** `wait` learns the status of a container that another process created. */
  readonly waitAny: boolean;
  /**
   * A signal that ended a process is told apart from an exit with 128 + n.
   * False where only the runtime's word is there: such a status has `signal: 'unknown'`.
   */
  readonly exactSignals: boolean;
  /**
   * `output` has both streams in the order of the writes. False where the runtime copies them side by side: then each
   * keeps its own order alone.
   */
  readonly orderedOutput: boolean;
  /** Why a capability is false, in a sentence for people. */
  readonly reasons: Readonly<Partial<Record<Capability, string>>>;
}

/** The name of a capability. */
export type Capability = Exclude<keyof Capabilities, 'reasons'>;
