import type { Signal } from '@caisson/core';

/**
 * What runs in a container in memory: a function. Its result is the exit code (none is 0); an error that it throws is
 * an exit with 1, and goes to the process's standard error.
 */
export type Program = (
  process: ScriptedProcess,
) => number | void | Promise<number | undefined> | Promise<void>;

/** By the first of a process's arguments, or by the last part of it: `sh` is `/bin/sh` too. */
export type Programs = Readonly<Record<string, Program>>;

/**
 * A process as its program sees it. When the process is killed, what the program waits for here rejects, so that the
 * function unwinds; its result no longer counts.
 */
export interface ScriptedProcess {
  readonly pid: number;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** Data that a checkpoint keeps, as JSON: the program's own to change. Empty, but after a restore. */
  readonly state: Record<string, unknown>;
  /** Whether it comes from an image: it begins anew, with `state` as it was. */
  readonly restored: boolean;
  /** Aborted when the process is gone. */
  readonly signal: AbortSignal;
  readonly stdin: AsyncIterable<Uint8Array>;
  /** Resolves when the pipe has taken it; a full pipe (64 KiB) lets it wait. */
  readonly stdout: (data: string | Uint8Array) => Promise<void>;
  readonly stderr: (data: string | Uint8Array) => Promise<void>;
  /** In milliseconds, by the global `setTimeout`, which a test may fake. Default: for ever. */
  readonly sleep: (ms?: number) => Promise<void>;
  /**
   * Handles a signal. Without a handler it does what Linux would do: ends the process, or nothing (`SIGCHLD`), and
   * nothing to an init with a pid namespace of its own, but for `SIGKILL`.
   */
  readonly on: (signal: Signal, handler: () => void) => void;
  /** Ends the process. */
  readonly exit: (code?: number) => never;
  /** Starts another process, with the same streams, in the same process group. Gives its pid; its end is a SIGCHLD. */
  readonly fork: (...args: readonly string[]) => number;
  /**
   * Takes memory, in bytes, until the process is gone. Beyond the container's `memory.limit` the process is killed
   * for it, as by {@link Memory.oom}.
   */
  readonly allocate: (bytes: number) => void;
}
