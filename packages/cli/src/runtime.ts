import type { Driver, DriverOptions, Runtime } from '@caisson/core';
import { RuntimeError } from '@caisson/errors';
import { stateRoot } from './container/place.ts';

/** The options of every command. */
export interface GlobalFlags {
  readonly root?: string | undefined;
  readonly runtime: string;
  readonly debug?: boolean | undefined;
}

/** With what `run` and `spec` say of the container's network. */
type RuntimeFlags = GlobalFlags & { readonly network?: string | undefined };

/** What a driver's package exports, and the option that every driver over a command line takes. */
interface DriverModule {
  readonly driver: Driver<DriverOptions & OwnOptions & { readonly root?: string | undefined }>;
}

/** gVisor's network and rights are the sandbox's own: options, and no part of the spec. */
interface OwnOptions {
  readonly network?: 'none' | 'host';
  readonly rootless?: boolean;
  readonly onWarning?: (warning: string) => void;
}

const gvisor: OwnOptions = {
  onWarning: (warning) => void process.stderr.write(`caisson: ${warning}\n`),
};

const ownOptions = (name: string, { network }: RuntimeFlags): OwnOptions => {
  if (name !== 'runsc') return {};
  return {
    ...gvisor,
    ...(network === 'host' ? { network } : {}),
    ...(process.getuid?.() === 0 ? {} : { rootless: true }),
  };
};

/**
 * Makes the runtime, from the package of its name.
 * @throws `ERR_UNSUPPORTED_RUNTIME`, `ERR_RUNTIME_NOT_AVAILABLE`
 */
export const openRuntime = async (flags: RuntimeFlags): Promise<Runtime> => {
  const name = flags.runtime;
  const { driver } = await driverModule(name);
  const root = stateRoot(flags);
  return await driver({
    debug: flags.debug ?? false,
    ...(root === undefined ? {} : { root }),
    ...ownOptions(name, flags),
  });
};

const driverModule = async (name: string): Promise<DriverModule> => {
  if (name === 'runc') return await import('@caisson/runc');
  const specifier = `@caisson/${name}`;
  const known = /^[a-z][a-z0-9-]*$/.test(name);
  const found = known && isInstalled(specifier);
  const loaded: Partial<DriverModule> = found ? await import(specifier) : {};
  if (typeof loaded.driver === 'function') return loaded as DriverModule;
  const advice =
    known && !found
      ? `install ${specifier} beside this command, or take --runtime runc`
      : 'take --runtime runc';
  throw new RuntimeError(
    'ERR_UNSUPPORTED_RUNTIME',
    `there is no driver for the runtime ${JSON.stringify(name)}; ${advice}`,
    {
      runtime: name,
      reason: found ? `${specifier} is no driver` : `${specifier} is not installed`,
    },
  );
};

const isInstalled = (specifier: string): boolean => {
  try {
    import.meta.resolve(specifier);
    return true;
  } catch {
    return false;
  }
};
