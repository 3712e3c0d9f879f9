import { InvalidOptionError } from '@caisson/errors';

/** Options of {@link oomGvisor}. All but the first matter only where the sandbox's cgroup cannot be seen. */
export interface OomGvisorOptions {
  /** The memory that the sandbox may use, in bytes. Default: the spec's `linux.resources.memory.limit`. */
  readonly limitBytes?: number | undefined;
  /** The share of the limit from which on the sandbox is at it, above 0 and at most 1. Default: 0.95. */
  readonly threshold?: number | undefined;
  /** Called each time that the memory in use comes to the threshold from below. No kill. Must not throw. */
  readonly onThreshold?: ((report: MemoryReport) => void) | undefined;
  /**
   * How often memory is measured, in milliseconds: at least so often while nothing moves, at most so often when it
   * grows towards the limit. What fills
   * it between two measurements is not seen at the limit. Default: `{ slowest: 500, fastest: 50 }`.
   */
  readonly intervalMs?:
    | { readonly slowest?: number | undefined; readonly fastest?: number | undefined }
    | undefined;
}

/** A sandbox has come to its limit. */
export interface MemoryReport {
  readonly at: Date;
  readonly pid: number;
  readonly id?: string | undefined;
  /** In bytes. */
  readonly usageBytes: number;
  readonly limitBytes: number;
  readonly source: 'memory';
  /** Always false: it is measured from outside, and the kernel may count some other memory. */
  readonly certain: false;
}

export interface Settings {
  readonly limitBytes: number | undefined;
  readonly threshold: number;
  readonly onThreshold: ((report: MemoryReport) => void) | undefined;
  readonly slowestMs: number;
  readonly fastestMs: number;
}

const number = (name: string, value: unknown, fits: (value: number) => boolean, expected: string): void => {
  if (value === undefined || (typeof value === 'number' && fits(value))) return;
  throw new InvalidOptionError(`oomGvisor: ${name} is ${JSON.stringify(value)}; give ${expected}`);
};

const object = (name: string, value: unknown, known: readonly string[]): void => {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new InvalidOptionError(`oomGvisor: ${name} is ${String(value)}; give an object`);
  const unknown = Object.keys(value).find((key) => !known.includes(key));
  if (unknown !== undefined)
    throw new InvalidOptionError(`oomGvisor: ${name} has no ${unknown}; known are ${known.join(', ')}`);
};

/** @throws `ERR_INVALID_OPTION` */
export const settingsOf = (options: OomGvisorOptions): Settings => {
  object('the options', options, ['limitBytes', 'threshold', 'onThreshold', 'intervalMs']);
  const { limitBytes, threshold = 0.95, onThreshold, intervalMs = {} } = options;
  number('limitBytes', limitBytes, (x) => Number.isSafeInteger(x) && x > 0, 'a number of bytes above 0');
  number('threshold', threshold, (x) => x > 0 && x <= 1, 'a share above 0 and at most 1');
  if (onThreshold !== undefined && typeof onThreshold !== 'function')
    throw new InvalidOptionError(`oomGvisor: onThreshold is ${typeof onThreshold}; give a function`);
  object('intervalMs', intervalMs, ['slowest', 'fastest']);
  const { slowest: slowestMs = 500, fastest: fastestMs = Math.min(50, slowestMs) } = intervalMs;
  for (const [name, value] of Object.entries({ slowest: slowestMs, fastest: fastestMs }))
    number(`intervalMs.${name}`, value, (x) => x >= 1 && x < 2 ** 31, 'a number of milliseconds from 1');
  if (fastestMs > slowestMs)
    throw new InvalidOptionError(
      `oomGvisor: intervalMs: fastest, ${fastestMs}, is above slowest, ${slowestMs}`,
    );
  return { limitBytes, threshold, onThreshold, slowestMs, fastestMs };
};
