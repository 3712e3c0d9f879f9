import { RuntimeError } from '@caisson/errors';
import type { Located } from './places/locate.ts';
import type { AnyDriver } from './selection.ts';

/**
 * A driver package's export `driver`.
 * @throws `ERR_RUNTIME_NOT_AVAILABLE`
 */
export const load = async (type: string, { name, url }: Located): Promise<AnyDriver> => {
  const module = await importing(type, name, url);
  if (typeof module.driver === 'function') return module.driver as AnyDriver;
  throw unusable(type, name, 'it exports no function `driver`');
};

const importing = async (type: string, name: string, url: URL): Promise<{ readonly driver?: unknown }> => {
  try {
    return (await import(url.href)) as { readonly driver?: unknown };
  } catch (cause) {
    throw unusable(type, name, `it cannot be loaded: ${(cause as Error)?.message ?? cause}`, cause);
  }
};

const unusable = (type: string, name: string, what: string, cause?: unknown): RuntimeError => {
  const reason = `${name}: ${what}`;
  const message = `the driver for ${JSON.stringify(type)} cannot be used: ${reason}`;
  return new RuntimeError('ERR_RUNTIME_NOT_AVAILABLE', message, { runtime: type, reason, cause });
};
