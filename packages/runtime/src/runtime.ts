import type { Runtime } from '@caisson/core';
import { InvalidOptionError } from '@caisson/errors';
import { driverNamed } from './driver-named.ts';
import { basesOf, checkFrom } from './places/bases.ts';
import type { AnyDriver, OptionsOf, RuntimeOf, Selection } from './selection.ts';

/**
 * Makes a runtime by a driver that is given, or by the name of one that is installed: `x` is `@caisson/x`,
 * `caisson-x` or the package `x`, in this order; `gvisor` is `runsc`. What is beside `type`, `driver` and `from` goes
 * to the driver. A driver's package is loaded when it is named, not before.
 * @throws `ERR_UNSUPPORTED_RUNTIME` where no such driver is installed, with those that are.
 * @throws `ERR_RUNTIME_NOT_AVAILABLE` where the driver's package cannot be loaded; and whatever the driver throws.
 * @throws `ERR_INVALID_OPTION`, a `TypeError`
 */
export function runtime<D extends AnyDriver>(
  options: { readonly driver: D } & OptionsOf<D>,
): Promise<Awaited<ReturnType<D>>>;
export function runtime<const T extends string = 'runc'>(options?: Selection<T>): Promise<RuntimeOf<T>>;
export async function runtime(options: object = {}): Promise<Runtime> {
  if (typeof options !== 'object' || options === null) {
    throw new InvalidOptionError(`runtime: the options are ${JSON.stringify(options)}; give an object`);
  }
  const { type, driver, from, ...rest } = options as Readonly<Record<string, unknown>>;
  if (driver !== undefined) {
    if (type !== undefined || from !== undefined) {
      throw new InvalidOptionError('runtime: driver excludes type and from; give one way to choose');
    }
    if (typeof driver !== 'function') throw new InvalidOptionError('runtime: driver must be a function');
    return (driver as AnyDriver)(rest as never);
  }
  const name = type ?? 'runc';
  if (typeof name !== 'string' || name === '') {
    throw new InvalidOptionError(
      `runtime: type is ${JSON.stringify(type)}; give a driver's name such as "runc"`,
    );
  }
  checkFrom('runtime', from);
  return (await driverNamed(name, basesOf(from)))(rest as never);
}
