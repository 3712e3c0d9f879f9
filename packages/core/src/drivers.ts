import type { OomWatcherFactory } from './plug-ins.ts';
import type { Runtime } from './runtime.ts';

/** The options that every driver takes. */
export interface DriverOptions {
  /** Watches every container for OOM kills, unless a call brings its own. Default: none. */
  readonly oom?: OomWatcherFactory | undefined;
  /**
   * How long one verb of the runtime (create, state, delete, …; not a container's own life) may take, in
   * milliseconds, before it is ended and the call rejects with `ERR_TIMEOUT`. Default: 60 000.
   */
  readonly verbTimeoutMs?: number | undefined;
  /** The runtime's own debug log. Default: false. */
  readonly debug?: boolean | undefined;
}

/**
 * Makes a runtime. A driver's package exports one under the runtime's name and as `driver`.
 * @throws `ERR_RUNTIME_NOT_AVAILABLE` where its binary is missing or unusable, with the reason.
 * @throws `ERR_INVALID_OPTION`, a `TypeError`, for an unknown or ill-typed option.
 */
export type Driver<O extends DriverOptions = DriverOptions, R extends Runtime = Runtime> = (
  options?: O,
) => Promise<R>;

/**
 * The drivers by name, for `runtime({ type })`. Each driver's package adds itself:
 * `declare module '@caisson/core' { interface Drivers { acme: typeof acme } }`.
 */
// biome-ignore lint/suspicious/noEmptyInterface: it is filled by augmentation.
export interface Drivers {}
