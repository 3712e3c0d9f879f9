import { RuntimeError } from '@caisson/errors';
import { load } from './load.ts';
import { packageNames } from './names.ts';
import { wordsFor } from './places/bases.ts';
import { installedDrivers } from './places/installed.ts';
import { locate } from './places/locate.ts';
import type { AnyDriver } from './selection.ts';

/**
 * The driver of that name, loaded.
 * @throws `ERR_UNSUPPORTED_RUNTIME`, `ERR_RUNTIME_NOT_AVAILABLE`
 */
export const driverNamed = async (type: string, bases: readonly URL[]): Promise<AnyDriver> => {
  const strangers: string[] = [];
  for (const name of packageNames(type)) {
    const found = locate(name, bases);
    if (found?.isDriver) return load(type, found);
    if (found) strangers.push(name);
  }
  throw await unsupported(type, bases, strangers);
};

const unsupported = async (
  type: string,
  bases: readonly URL[],
  strangers: readonly string[],
): Promise<RuntimeError> => {
  const there = [...new Set(installedDrivers(bases).map((driver) => driver.type))];
  const names = packageNames(type);
  const reason = [
    names.length === 0 ? 'that is no name of a package' : `no driver in ${names.join(', ')}`,
    ...strangers.map(
      (name) => `${name} is installed, without the keyword caisson-driver in its package.json`,
    ),
    there.length === 0 ? 'no driver is installed' : `installed are ${there.join(', ')}`,
    `looked up from ${bases.map(wordsFor).join(', ')}`,
  ].join('; ');
  const message = `there is no driver for ${JSON.stringify(type)}: ${reason}; install it, or give the driver itself`;
  return new RuntimeError('ERR_UNSUPPORTED_RUNTIME', message, { runtime: type, reason });
};
