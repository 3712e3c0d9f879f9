import type { Driver, Runtime } from '@caisson/core';
import { type CliOptions, cli, defineRuntime } from '@caisson/driver-kit';
import { dialect } from './dialect.ts';

/** Options of the acme-runtime driver. One of its own goes here, and its kind into `options` of the dialect. */
export interface AcmeOptions extends CliOptions {}

/**
 * Drives acme-runtime.
 * @throws `ERR_RUNTIME_NOT_AVAILABLE` where its binary is missing or unusable, with the reason.
 * @throws `ERR_INVALID_OPTION`, a `TypeError`, for an unknown or ill-typed option.
 */
export const acme: Driver<AcmeOptions, Runtime> = async (options: AcmeOptions = {}): Promise<Runtime> =>
  defineRuntime(await cli(dialect, options), options);

// So that `runtime({ type: 'acme-runtime', … })` is typed.
declare module '@caisson/core' {
  interface Drivers {
    readonly 'acme-runtime': typeof acme;
  }
}
