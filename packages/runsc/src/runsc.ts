import type { Driver, PrepareOptions, Runtime, Spec } from '@caisson/core';
import { boolean, cli, defineRuntime, type Engine } from '@caisson/driver-kit';
import { RuntimeError } from '@caisson/errors';
import { dialectOf, type Shared } from './dialect.ts';
import { engineOf } from './engine.ts';
import { links } from './exec.ts';
import { checkImageOptions, cudaFlag } from './images.ts';
import type { RunscOptions } from './options.ts';
import { trial } from './probe/trial.ts';
import { rootOf } from './roots.ts';
import { preparing } from './spec/prepare.ts';

export interface RunscPrepareOptions extends PrepareOptions {
  /**
   * A Docker daemon is to run in the container: the capabilities that it needs are added, and the bundle is marked, so
   * that every call for the container passes the flags that it needs. Default: false.
   */
  readonly docker?: boolean | undefined;
}

/** A runtime that is gVisor's runsc. */
export interface Runsc extends Omit<Runtime, 'prepare'> {
  /**
   * A new spec that is fit for gVisor; its argument stays as it was.
   * @throws `ERR_INVALID_SPEC` for what gVisor would refuse or ignore.
   */
  readonly prepare: (spec: Spec, options?: RunscPrepareOptions) => Promise<Spec>;
}

/**
 * Drives gVisor's runsc.
 * @throws `ERR_RUNTIME_NOT_AVAILABLE` where its binary is missing or unusable, with the reason.
 * @throws `ERR_NOT_SUPPORTED` for an option whose flag this binary lacks, with the first release that has it.
 * @throws `ERR_INVALID_OPTION`, a `TypeError`, for an unknown or ill-typed option.
 */
export const runsc: Driver<RunscOptions, Runsc> = async (options: RunscOptions = {}): Promise<Runsc> => {
  checkImageOptions(options);
  const shared: Shared = { options, root: rootOf(options), links: links() };
  const made = await cli(dialectOf(shared), options);
  const engine = await tried(engineOf(made, options, shared.links), options, made.path);
  const prepare = preparing(options);
  return defineRuntime(
    {
      ...engine,
      suspendsCuda: async () => (await shared.current?.flags('checkpoint'))?.has(cudaFlag) ?? false,
      prepare: (spec, _id, { docker }) => prepare(spec, docker === true),
      prepareOptions: { docker: boolean },
    },
    options,
  );
};

/** A platform or a network that not every host has is tried, so that capabilities are true to this one. */
const tried = async (engine: Engine, options: RunscOptions, binary: string): Promise<Engine> => {
  const { platform, network = 'none' } = options;
  if (platform !== 'kvm' && network === 'none') return engine;
  const trouble = await trial(options, binary);
  if (trouble === undefined) return engine;
  if (platform === 'kvm') {
    const reason = `platform kvm does not start a sandbox here: ${trouble}`;
    throw new RuntimeError('ERR_RUNTIME_NOT_AVAILABLE', `runsc cannot be used: ${reason}`, {
      runtime: 'runsc',
      reason,
    });
  }
  const { capabilities } = engine;
  const joinExistingNetNS = `network "${network}" does not start a sandbox here: ${trouble}`;
  const reasons = { ...capabilities.reasons, joinExistingNetNS };
  return { ...engine, capabilities: { ...capabilities, joinExistingNetNS: false, reasons } };
};

declare module '@caisson/core' {
  interface Drivers {
    readonly runsc: typeof runsc;
  }
}
