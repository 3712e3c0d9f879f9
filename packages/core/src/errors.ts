import type { ExitStatus } from './status.ts';

/**
 * The codes of a {@link RuntimeError}: public and permanent (its messages are not). Open for drivers:
 * `declare module '@caisson/core' { interface ErrorCodes { ERR_VM_QUOTA: true } }`.
 */
export interface ErrorCodes {
  /** The call was aborted; `cause` is the signal's reason, `status` what is known of the process it ended. */
  readonly ERR_ABORTED: true;
  /** A checkpoint failed; the container runs on as before. */
  readonly ERR_CHECKPOINT_FAILED: true;
  /** The runtime object was closed. */
  readonly ERR_CLOSED: true;
  /** A container of this id exists already. */
  readonly ERR_CONTAINER_EXISTS: true;
  /** There is no container of this id. */
  readonly ERR_CONTAINER_NOT_FOUND: true;
  /** The container has no running process that the call could reach. */
  readonly ERR_CONTAINER_NOT_RUNNING: true;
  /** A device could not be injected or reached. */
  readonly ERR_DEVICES: true;
  /** The process could not be started inside the container: its program is missing or not executable. */
  readonly ERR_EXEC_FAILED: true;
  /** A checkpoint's image cannot be restored here. */
  readonly ERR_IMAGE_INCOMPATIBLE: true;
  /** The container id is not one. */
  readonly ERR_INVALID_ID: true;
  /** An option is unknown or of the wrong type; the error is a `TypeError`. */
  readonly ERR_INVALID_OPTION: true;
  /** The bundle or its config.json is missing, broken or refused. */
  readonly ERR_INVALID_SPEC: true;
  /** This runtime, or this host, cannot do that; its capability said so. */
  readonly ERR_NOT_SUPPORTED: true;
  /** The kernel or the runtime refused for lack of permission. */
  readonly ERR_PERMISSION: true;
  /** A restore failed; nothing of it is left. */
  readonly ERR_RESTORE_FAILED: true;
  /** The runtime failed in a way that has no code of its own: see `words`. */
  readonly ERR_RUNTIME_FAILED: true;
  /** The runtime's binary is missing or unusable: see `reason`. */
  readonly ERR_RUNTIME_NOT_AVAILABLE: true;
  /** The process ended, and how cannot be learnt any more. */
  readonly ERR_STATUS_LOST: true;
  /** A source or a sink failed; `cause` is its error. */
  readonly ERR_STREAM: true;
  /** A verb took longer than `verbTimeoutMs`. */
  readonly ERR_TIMEOUT: true;
  /** No driver of that name is installed. */
  readonly ERR_UNSUPPORTED_RUNTIME: true;
  /** The container is in another state than the call needs. */
  readonly ERR_WRONG_STATE: true;
}

/** One of {@link ErrorCodes}. */
export type ErrorCode = keyof ErrorCodes;

/** What an error knows beside its code and message. */
export interface ErrorFacts {
  /** The runtime's name: `runc`. */
  readonly runtime?: string | undefined;
  /** The verb that failed, as the runtime spells it: `create`. */
  readonly verb?: string | undefined;
  /** The container's id. */
  readonly id?: string | undefined;
  /** The runtime's own words, unchanged. */
  readonly words?: string | undefined;
  /** Why, in a sentence for people. */
  readonly reason?: string | undefined;
  /** What is known of the container or process that the failed call ended. */
  readonly status?: ExitStatus | undefined;
}

/**
 * The shape of every error that a runtime rejects with. The class, and `isRuntimeError` to tell one, are values
 * of `@caisson/errors`.
 */
export interface RuntimeError extends Error, ErrorFacts {
  readonly code: ErrorCode;
}
