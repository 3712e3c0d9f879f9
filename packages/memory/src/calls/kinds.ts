import { InvalidOptionError } from '@caisson/errors';
import type { FaultVerb } from '../faults.ts';
import { numberOf } from '../process/signals.ts';

/** What an option may be, and whether a value is that. */
export type Kind = readonly [expected: string, is: (value: unknown) => boolean];
export type Kinds = Readonly<Record<string, Kind>>;

const record = (x: unknown): x is Readonly<Record<PropertyKey, unknown>> =>
  typeof x === 'object' && x !== null;
const file = (x: unknown): boolean =>
  record(x) && Object.keys(x).length === 1 && typeof x['file'] === 'string' && x['file'] !== '';

export const fn: Kind = ['a function', (x) => typeof x === 'function'];
export const flag: Kind = ['a boolean', (x) => typeof x === 'boolean'];
export const object: Kind = ['an object', record];
const filled: Kind = [
  'a string that is not empty',
  (x) => typeof x === 'string' && x !== '' && !x.includes('\0'),
];
const abort: Kind = ['an AbortSignal', (x) => x instanceof AbortSignal];
const list: Kind = ['an array', (x) => Array.isArray(x) && x.every(record)];
const sink: Kind = [
  'a writable, a function or { file }',
  (x) =>
    typeof x === 'function' ||
    file(x) ||
    (record(x) && typeof x['write'] === 'function' && typeof x['on'] === 'function'),
];
const source: Kind = [
  'text, bytes, a readable, an async iterable or { file }',
  (x) =>
    typeof x === 'string' ||
    x instanceof Uint8Array ||
    file(x) ||
    (record(x) && typeof x[Symbol.asyncIterator] === 'function'),
];
const isMs = (x: unknown): boolean => typeof x === 'number' && x >= 0 && x < 2 ** 31;
export const milliseconds: Kind = [
  'a number of milliseconds above 0 and below 2^31',
  (x) => isMs(x) && x !== 0,
];
const stop: Kind = [
  '{ signal, graceMs } with a signal and a number of milliseconds from 0',
  (x) =>
    record(x) &&
    Object.keys(x).every((key) => key === 'signal' || key === 'graceMs') &&
    numberOf(x['signal']) !== undefined &&
    isMs(x['graceMs']),
];
const pid: Kind = ['a pid', (x) => Number.isInteger(x) && Number(x) > 0];

const plain: Kinds = { signal: abort };
const streams: Kinds = { stdin: source, stdout: sink, stderr: sink, output: sink, terminal: object };
const life: Kinds = { ...plain, ...streams, onStarted: fn, stop };
const image: Kinds = { imagePath: filled, workPath: filled, tcpEstablished: flag, plugins: list, log: sink };

/** The options of each verb. */
export const kinds: Readonly<Record<FaultVerb, Kinds>> = {
  prepare: { ...plain, id: filled },
  run: { ...life, oom: fn, onCreated: fn },
  create: { ...plain, ...streams, oom: fn },
  start: plain,
  wait: { ...plain, oom: fn },
  exec: life,
  kill: { ...plain, all: flag, pid },
  delete: { ...plain, force: flag },
  state: plain,
  list: plain,
  events: { ...plain, oom: fn },
  checkpoint: { ...plain, ...image, leaveRunning: flag, tcpSkipInFlight: flag, fsync: flag, linkRemap: flag },
  restore: { ...life, ...image, oom: fn, tcpClose: flag },
  pause: plain,
  resume: plain,
  update: plain,
  stats: plain,
  processes: plain,
};

/** @throws `ERR_INVALID_OPTION`, a `TypeError`, for what is unknown or ill-typed. */
export const checkOptions = (of: string, known: Kinds, options: unknown): void => {
  if (!record(options))
    throw new InvalidOptionError(`${of}: its options are ${shown(options)}; give an object`);
  for (const [name, value] of Object.entries(options)) {
    const kind = Object.hasOwn(known, name) ? known[name] : undefined;
    if (!kind) {
      throw new InvalidOptionError(
        `${of}: there is no option ${name}; known are ${Object.keys(known).join(', ')}`,
      );
    }
    if (value !== undefined && !kind[1](value)) {
      throw new InvalidOptionError(`${of}: ${name} is ${shown(value)}; give ${kind[0]}`);
    }
  }
  if (options['output'] !== undefined && (options['stdout'] ?? options['stderr']) !== undefined) {
    throw new InvalidOptionError(`${of}: give either output, for both streams in one, or stdout and stderr`);
  }
  if (options['terminal'] !== undefined && options['output'] === undefined) {
    throw new InvalidOptionError(`${of}: a terminal has one output; give it as output`);
  }
};

const shown = (value: unknown): string =>
  typeof value === 'string'
    ? JSON.stringify(value.slice(0, 100))
    : typeof value === 'object' && value !== null
      ? `an object (${value.constructor?.name ?? 'without prototype'})`
      : String(value);
