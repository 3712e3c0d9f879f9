import type { ExitStatus, Runtime } from '@caisson/core';
import { InvalidOptionError } from '@caisson/errors';
import { around, type Call, type End, type Verb } from './around.ts';

/** A call that began, or how it ended. */
export interface LogEntry {
  readonly at: Date;
  /** The runtime's name. */
  readonly runtime: string;
  readonly verb: Verb;
  /** The container's, where the call has one. */
  readonly id?: string | undefined;
  /** `events` is done when the subscription has begun. */
  readonly phase: 'begun' | 'done' | 'failed';
  /** Of what is done or failed, in milliseconds. */
  readonly durationMs?: number | undefined;
  /** What `run`, `wait`, `exec` and `restore` settled with. */
  readonly status?: ExitStatus | undefined;
  /** What a failed call rejected with. */
  readonly error?: unknown;
  /** All of it in one line, for people. */
  readonly message: string;
}

/**
 * The same runtime; each call of it is told to `log` when it begins and when it ends.
 * @param log called at once and not awaited; what it throws is a warning of the process, and disturbs no call
 * @throws `ERR_INVALID_OPTION`, a `TypeError`, for a `log` that is no function
 */
export const withLogging = <R extends Runtime>(runtime: R, log: (entry: LogEntry) => void): R => {
  if (typeof log !== 'function')
    throw new InvalidOptionError(`withLogging: log is ${typeof log}; give a function`);
  const tell = (entry: Omit<LogEntry, 'at'>): void => {
    try {
      log({ at: new Date(), ...entry });
    } catch (error) {
      process.emitWarning(`withLogging: the log threw: ${String(error)}`);
    }
  };
  return around(runtime, (call) => {
    tell({ ...call, phase: 'begun', message: what(call) });
    return (end) =>
      tell({ ...call, ...end, phase: 'error' in end ? 'failed' : 'done', message: told(call, end) });
  });
};

const what = ({ runtime, verb, id }: Call): string => `${runtime} ${verb}${id === undefined ? '' : ` ${id}`}`;

const told = (call: Call, end: End): string => {
  const took = `${what(call)}: ${end.durationMs.toFixed(1)} ms`;
  if ('error' in end) {
    const { code, message } = end.error as { readonly code?: string; readonly message?: string };
    return `${took}, failed${code === undefined ? '' : ` ${code}`}: ${message ?? String(end.error)}`;
  }
  return end.status ? `${took}, ${how(end.status)}` : took;
};

const how = ({ exitCode, signal, oomKilled }: ExitStatus): string =>
  `exit code ${exitCode}${signal === null ? '' : `, signal ${signal}`}${oomKilled === true ? ', out of memory' : ''}`;
