import type { Driver, Runtime } from '@caisson/core';
import { type CliOptions, cli, defineRuntime } from '@caisson/driver-kit';
import { dialect } from './dialect.ts';
import { preparing } from './prepare.ts';

/** Options of the crun driver. */
export interface CrunOptions extends CliOptions {
  /** Who makes cgroups. Default: `'cgroupfs'`, crun's own. With systemd, `linux.cgroupsPath` is `slice:prefix:name`. */
  readonly cgroupManager?: 'cgroupfs' | 'systemd' | 'disabled' | undefined;
}

/** A runtime that is crun. */
export type Crun = Runtime;

/**
 * Drives crun (1.8 or later).
 * @throws `ERR_RUNTIME_NOT_AVAILABLE` where its binary is missing or unusable, or refuses this host, with the reason.
 * @throws `ERR_INVALID_OPTION`, a `TypeError`, for an unknown or ill-typed option.
 */
export const crun: Driver<CrunOptions, Crun> = async (options: CrunOptions = {}): Promise<Crun> => {
  const engine = await cli(dialect, options);
  const version = /^crun version (\S+)/.exec(engine.version)?.[1] ?? '';
  return defineRuntime({ ...engine, prepare: preparing(version) }, options);
};

declare module '@caisson/core' {
  interface Drivers {
    readonly crun: typeof crun;
  }
}
