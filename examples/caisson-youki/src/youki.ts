import type { Driver, Runtime } from '@caisson/core';
import { type CliOptions, cli, defineRuntime } from '@caisson/driver-kit';
import { dialect } from './dialect.ts';

/** Options of the youki driver. One of its own goes here, and its kind into `options` of the dialect. */
export interface YoukiOptions extends CliOptions {}

/**
 * Drives youki.
 * @throws `ERR_RUNTIME_NOT_AVAILABLE` where its binary is missing or unusable, with the reason.
 * @throws `ERR_INVALID_OPTION`, a `TypeError`, for an unknown or ill-typed option.
 */
export const youki: Driver<YoukiOptions, Runtime> = async (options: YoukiOptions = {}): Promise<Runtime> =>
  defineRuntime(await cli(dialect, options), options);

// So that `runtime({ type: 'youki', … })` is typed.
declare module '@caisson/core' {
  interface Drivers {
    readonly 'youki': typeof youki;
  }
}
