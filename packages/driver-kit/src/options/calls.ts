import { constants } from 'node:os';
import {
  absolutePath,
  boolean,
  fn,
  milliseconds,
  type OptionKind,
  type OptionKinds,
  oneOf,
  text,
  texts,
} from './kinds.ts';

const isObject = (x: unknown): x is Readonly<Record<string, unknown>> => typeof x === 'object' && x !== null;
const isFile = (x: unknown): boolean =>
  isObject(x) && Object.keys(x).length === 1 && typeof x['file'] === 'string' && x['file'] !== '';

const abortSignal: OptionKind = { expected: 'an AbortSignal', is: (x) => x instanceof AbortSignal };
const sink: OptionKind = {
  expected: 'a writable, a function or { file }',
  is: (x) =>
    typeof x === 'function' ||
    (isObject(x) && (isFile(x) || (typeof x['write'] === 'function' && typeof x['on'] === 'function'))),
};
const source: OptionKind = {
  expected: 'text, bytes, a readable, an async iterable or { file }',
  is: (x) =>
    typeof x === 'string' ||
    x instanceof Uint8Array ||
    (isObject(x) && (isFile(x) || typeof x[Symbol.asyncIterator as never] === 'function')),
};

/** A signal as `kill` takes it. */
export const signalKind: OptionKind = {
  expected: `a signal's name such as "SIGTERM", or its number from 1 to 64`,
  is: (x) =>
    typeof x === 'string'
      ? Object.hasOwn(constants.signals, x)
      : Number.isInteger(x) && Number(x) >= 1 && Number(x) <= 64,
};
const stop: OptionKind = {
  expected: '{ signal, graceMs } with a signal and a number of milliseconds from 0',
  is: (x) =>
    isObject(x) &&
    Object.keys(x).every((key) => key === 'signal' || key === 'graceMs') &&
    signalKind.is(x['signal']) &&
    typeof x['graceMs'] === 'number' &&
    x['graceMs'] >= 0 &&
    x['graceMs'] < 2 ** 31,
};
const pid: OptionKind = { expected: 'a pid', is: (x) => Number.isInteger(x) && Number(x) > 0 };
const object: OptionKind = { expected: 'an object', is: isObject };
const plugins: OptionKind = {
  expected: 'an array of plug-ins, { name, suspend, verify, resume }',
  is: (x) =>
    Array.isArray(x) &&
    x.every(
      (y) =>
        isObject(y) &&
        typeof y['name'] === 'string' &&
        (y['cudaProgram'] === undefined || absolutePath.is(y['cudaProgram'])) &&
        ['suspend', 'verify', 'resume'].every((name) => typeof y[name] === 'function'),
    ),
};

const call = { signal: abortSignal } satisfies OptionKinds;
const streams = {
  stdin: source,
  stdout: sink,
  stderr: sink,
  output: sink,
  terminal: object,
} satisfies OptionKinds;
const image = {
  imagePath: text,
  workPath: text,
  tcpEstablished: boolean,
  fileLocks: boolean,
  external: texts,
  checksums: boolean,
  plugins,
  log: sink,
} satisfies OptionKinds;

type Call =
  | 'prepare'
  | 'run'
  | 'create'
  | 'wait'
  | 'exec'
  | 'kill'
  | 'delete'
  | 'events'
  | 'checkpoint'
  | 'restore'
  | 'plain';

/** The options of each call; `plain` is for those that take a signal alone. */
export const callOptions: Readonly<Record<Call, OptionKinds>> = {
  prepare: { ...call, id: text },
  run: { ...call, ...streams, oom: fn, onCreated: fn, onStarted: fn, stop },
  create: { ...call, ...streams, oom: fn },
  wait: { ...call, oom: fn },
  exec: { ...call, ...streams, onStarted: fn, stop },
  kill: { ...call, all: boolean, pid },
  delete: { ...call, force: boolean },
  events: { ...call, oom: fn },
  checkpoint: {
    ...call,
    ...image,
    leaveRunning: boolean,
    tcpSkipInFlight: boolean,
    fsync: boolean,
    linkRemap: boolean,
    preDump: boolean,
    parentPath: text,
  },
  restore: { ...call, ...streams, ...image, oom: fn, onStarted: fn, stop, tcpClose: boolean },
  plain: call,
};

/** The options of every driver. */
const driverOptions: OptionKinds = { oom: fn, verbTimeoutMs: milliseconds, debug: boolean };

/** The options of every driver over a command line. */
export const cliOptions: OptionKinds = {
  ...driverOptions,
  path: text,
  root: absolutePath,
  extraArgs: texts,
  waiting: oneOf('native', 'foreground'),
};
