/** Programs of the host that the runtime runs at moments of the container's life, each list in order. */
export interface Hooks {
  /** Deprecated in favour of the three below: between create's end and start. */
  readonly prestart?: readonly Hook[];
  /** During create, in the runtime's namespaces, before the root changes. Since 1.0.2. */
  readonly createRuntime?: readonly Hook[];
  /** During create, in the container's namespaces, before the root changes. Since 1.0.2. */
  readonly createContainer?: readonly Hook[];
  /** During start, inside the container, before its program. Since 1.0.2. */
  readonly startContainer?: readonly Hook[];
  /** After the program was started. */
  readonly poststart?: readonly Hook[];
  /** After delete. */
  readonly poststop?: readonly Hook[];
}

export interface Hook {
  /** An absolute path. */
  readonly path: string;
  /** With the program's own name first, as execv(3) takes them. */
  readonly args?: readonly string[];
  /** `NAME=value`. */
  readonly env?: readonly string[];
  /** In seconds, at least 1. Default: none. */
  readonly timeout?: number;
}
