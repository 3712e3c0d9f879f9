/** The state of a CUDA process; one that this release does not know stands as `unknown`. */
export type CudaState = 'running' | 'locked' | 'checkpointed' | 'failed' | 'unknown';

export type Action = 'lock' | 'checkpoint' | 'restore' | 'unlock';

/** A way to bring a process's devices to a stand and back. Each call may hang: bound it. */
export interface Backend {
  readonly name: 'program' | 'driver';
  /** Whether it has the steps apart (driver 555); else `toggle` alone. */
  readonly steps: boolean;
  /** Its state; `undefined` where it is no CUDA process. */
  readonly state: (pid: number, given: AbortSignal) => Promise<CudaState | undefined>;
  readonly act: (pid: number, action: Action, given: AbortSignal) => Promise<void>;
  /** Between running and checkpointed. */
  readonly toggle: (pid: number, given: AbortSignal) => Promise<void>;
}
