import type { Driver, Runtime } from '@caisson/core';
import { type CliOptions, cli, defineRuntime } from '@caisson/driver-kit';
import { dialect } from './dialect.ts';

/** Options of the runc driver. */
export interface RuncOptions extends CliOptions {
  /** cgroups by systemd: `linux.cgroupsPath` is then `slice:prefix:name`. Default: false. */
  readonly systemdCgroup?: boolean | undefined;
  /** Whether cgroups that it may not write are overlooked. Default: `'auto'`, runc's own judgement. */
  readonly rootless?: boolean | 'auto' | undefined;
}

/**
 * Drives runc (1.1 or later).
 * @throws `ERR_RUNTIME_NOT_AVAILABLE` where its binary is missing or unusable, with the reason.
 * @throws `ERR_INVALID_OPTION`, a `TypeError`, for an unknown or ill-typed option.
 */
export const runc: Driver<RuncOptions> = async (options: RuncOptions = {}): Promise<Runtime> =>
  defineRuntime(await cli(dialect, options), options);

declare module '@caisson/core' {
  interface Drivers {
    readonly runc: typeof runc;
  }
}
