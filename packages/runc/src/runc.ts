import type { CallOptions, Driver, Features, Runtime } from '@caisson/core';
import { type CliOptions, cli, defineRuntime } from '@caisson/driver-kit';
import { dialect } from './dialect.ts';
import { killing } from './kill.ts';
import { preparing } from './prepare.ts';

/** Options of the runc driver. */
export interface RuncOptions extends CliOptions {
  /** cgroups by systemd: `linux.cgroupsPath` is then `slice:prefix:name`. Default: false. */
  readonly systemdCgroup?: boolean | undefined;
  /** Whether cgroups that it may not write are overlooked. Default: `'auto'`, runc's own judgement. */
  readonly rootless?: boolean | 'auto' | undefined;
}

/** A runtime that is runc. */
export interface Runc extends Runtime {
  /** What this build of runc knows, as the OCI features document (runc 1.1 and later). */
  readonly features: (options?: CallOptions) => Promise<Features>;
}

/**
 * Drives runc (1.1 or later).
 * @throws `ERR_RUNTIME_NOT_AVAILABLE` where its binary is missing or unusable, with the reason.
 * @throws `ERR_INVALID_OPTION`, a `TypeError`, for an unknown or ill-typed option.
 */
export const runc: Driver<RuncOptions, Runc> = async (options: RuncOptions = {}): Promise<Runc> => {
  const engine = await cli(dialect, options);
  return {
    ...defineRuntime({ ...engine, kill: killing(engine), prepare: preparing(engine.version) }, options),
    features: async ({ signal } = {}) => JSON.parse(await engine.ask(['features'], signal)) as Features,
  };
};

declare module '@caisson/core' {
  interface Drivers {
    readonly runc: typeof runc;
  }
}
