/** What a runtime tells of a container. */
export interface State {
  readonly ociVersion: string;
  readonly id: string;
  readonly status: ContainerStatus;
  /** The host's pid of init. Absent (never 0 or -1) where there is no process. */
  readonly pid?: number;
  /** The bundle's absolute path. */
  readonly bundle: string;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** `paused` is not the specification's but every runtime's. */
export type ContainerStatus = 'creating' | 'created' | 'running' | 'stopped' | 'paused';
