import { InvalidOptionError } from '@caisson/errors';

/** Options of {@link oomCgroup}. */
export interface OomCgroupOptions {
  /**
   * Whether kills in cgroups that the container makes below its own count too. Default: true. (false needs kernel
   * 5.2 on v2.)
   */
  readonly descendants?: boolean | undefined;
  /**
   * Writes 1 to the container's `memory.oom.group` when armed: the kernel then kills all of its processes together,
   * and each counts. v2 alone. Default: false, the cgroup is left as it is.
   */
  readonly oomGroup?: boolean | undefined;
  /**
   * `'events'`: the kernel tells, by inotify on v2 and by an eventfd on v1; where it cannot (v1 without the native
   * part, inotify used up), the timer serves. `'timer'`: counters are read again and again. Default: `'events'`.
   */
  readonly way?: 'events' | 'timer' | undefined;
  /** How often the timer that all watchers share reads, in milliseconds. Default: 500. */
  readonly intervalMs?: number | undefined;
  /** Called when tasks wait for memory, before anything is killed (see {@link PressureOptions}). Must not throw. */
  readonly onPressure?: ((report: PressureReport) => void) | undefined;
  /** When `onPressure` is called. */
  readonly pressure?: PressureOptions | undefined;
}

/** Pressure stall information (PSI): told once in a window in which tasks waited so long. */
export interface PressureOptions {
  /** `'some'`: at least one task waits; `'full'`: all of them do. Default: `'some'`. */
  readonly level?: 'some' | 'full' | undefined;
  /** How long they wait in all within the window, in milliseconds; less than the window. Default: 200. */
  readonly stallMs?: number | undefined;
  /**
   * 500 to 10,000 milliseconds. Without CAP_SYS_RESOURCE the kernel takes multiples of 2,000 alone (6.5 and later;
   * nothing before). Default: 2000.
   */
  readonly windowMs?: number | undefined;
}

/** Tasks have waited for memory. */
export interface PressureReport {
  readonly at: Date;
  readonly pid: number;
  readonly id?: string | undefined;
  readonly level: 'some' | 'full';
  readonly stallMs: number;
  readonly windowMs: number;
  /** The share of the last ten seconds in which tasks waited, 0 to 1. */
  readonly share: number;
}

/** The options with their defaults. */
export interface Settings {
  readonly descendants: boolean;
  readonly oomGroup: boolean;
  readonly way: 'events' | 'timer';
  readonly intervalMs: number;
  readonly pressure?: Pressure | undefined;
}

export interface Pressure {
  readonly level: 'some' | 'full';
  readonly stallMs: number;
  readonly windowMs: number;
  readonly onPressure: (report: PressureReport) => void;
}

type Kind = readonly [expected: string, is: (value: unknown) => boolean];

const boolean: Kind = ['true or false', (x) => typeof x === 'boolean'];
const milliseconds = (least: number, most: number): Kind => [
  `a number of milliseconds from ${least} to ${most}`,
  (x) => typeof x === 'number' && x >= least && x <= most,
];
const oneOf = (...all: readonly string[]): Kind => [
  all.map((one) => `'${one}'`).join(' or '),
  (x) => all.includes(x as string),
];

const kinds: Readonly<Record<keyof OomCgroupOptions, Kind>> = {
  descendants: boolean,
  oomGroup: boolean,
  way: oneOf('events', 'timer'),
  intervalMs: milliseconds(1, 2 ** 31 - 1),
  onPressure: ['a function', (x) => typeof x === 'function'],
  pressure: ['an object', (x) => typeof x === 'object' && x !== null && !Array.isArray(x)],
};
const pressureKinds: Readonly<Record<keyof PressureOptions, Kind>> = {
  level: oneOf('some', 'full'),
  stallMs: milliseconds(1, 10_000),
  windowMs: milliseconds(500, 10_000),
};

const check = (of: string, known: Readonly<Record<string, Kind>>, options: unknown): void => {
  if (typeof options !== 'object' || options === null)
    throw new InvalidOptionError(`${of}: the options are ${String(options)}; give an object`);
  for (const [name, value] of Object.entries(options)) {
    const kind = Object.hasOwn(known, name) ? known[name] : undefined;
    if (!kind)
      throw new InvalidOptionError(
        `${of}: there is no option ${name}; known are ${Object.keys(known).join(', ')}`,
      );
    if (value !== undefined && !kind[1](value))
      throw new InvalidOptionError(`${of}: ${name} is ${JSON.stringify(value)}; give ${kind[0]}`);
  }
};

/** @throws `ERR_INVALID_OPTION` */
export const settingsOf = (options: OomCgroupOptions): Settings => {
  check('oomCgroup', kinds, options);
  const { descendants = true, oomGroup = false, way = 'events', intervalMs = 500 } = options;
  return { descendants, oomGroup, way, intervalMs, pressure: pressureOf(options) };
};

const pressureOf = ({ onPressure, pressure }: OomCgroupOptions): Pressure | undefined => {
  if (pressure !== undefined) check('oomCgroup: pressure', pressureKinds, pressure);
  const { level = 'some', stallMs = 200, windowMs = 2000 } = pressure ?? {};
  if (stallMs >= windowMs)
    throw new InvalidOptionError(
      `oomCgroup: pressure: stallMs is ${stallMs}; give less than the window of ${windowMs}`,
    );
  if (pressure !== undefined && !onPressure)
    throw new InvalidOptionError('oomCgroup: pressure says when, and nobody is told; give onPressure too');
  return onPressure && { level, stallMs, windowMs, onPressure };
};
