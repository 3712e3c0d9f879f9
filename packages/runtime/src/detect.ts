import type { Capabilities, Runtime } from '@caisson/core';
import { InvalidOptionError } from '@caisson/errors';
import { driverNamed } from './driver-named.ts';
import { basesOf, checkFrom } from './places/bases.ts';
import { type InstalledDriver, installedDrivers } from './places/installed.ts';
import type { Origin } from './selection.ts';

export type DetectOptions = Origin;

/** An installed driver, and what became of making a runtime with it, without options. */
export type DetectedRuntime = InstalledDriver &
  (
    | {
        readonly works: true;
        /** The runtime's name. */
        readonly name: string;
        /** The runtime's own version, where it tells one. */
        readonly version: string | undefined;
        readonly capabilities: Capabilities;
      }
    | {
        readonly works: false;
        /** Why, in a sentence for people. */
        readonly reason: string;
      }
  );

/** How long a driver may take to make its runtime, in milliseconds. */
const patienceMs = 20_000;

/**
 * The drivers that are installed, each with whether it works on this host. Each is loaded, made once without options
 * and closed: so its package's code runs.
 * @throws `ERR_INVALID_OPTION`, a `TypeError`
 */
export const detectRuntimes = async (options: DetectOptions = {}): Promise<readonly DetectedRuntime[]> => {
  const [unknown] = Object.keys(options).filter((name) => name !== 'from');
  if (unknown !== undefined) {
    throw new InvalidOptionError(`detectRuntimes: there is no option ${unknown}; known is from`);
  }
  checkFrom('detectRuntimes', options.from);
  const bases = basesOf(options.from);
  return Promise.all(installedDrivers(bases).map((driver) => detected(driver, bases)));
};

const detected = async (installed: InstalledDriver, bases: readonly URL[]): Promise<DetectedRuntime> => {
  try {
    const runtime = await inTime(made(installed.package, bases));
    const { name, version, capabilities } = runtime;
    await runtime.close();
    return { ...installed, works: true, name, version, capabilities };
  } catch (error) {
    const { reason, message } = error as { readonly reason?: string; readonly message?: string };
    return { ...installed, works: false, reason: reason ?? message ?? String(error) };
  }
};

const made = async (name: string, bases: readonly URL[]): Promise<Runtime> =>
  (await driverNamed(name, bases))();

const inTime = async (making: Promise<Runtime>): Promise<Runtime> => {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`it did not answer in ${patienceMs} ms`)), patienceMs);
  try {
    return await Promise.race([making, late]);
  } catch (error) {
    // One that comes after all is not wanted any more.
    making.then((runtime) => runtime.close()).catch(() => {});
    throw error;
  } finally {
    clearTimeout(timer);
  }
};
