import { isRuntimeError } from '@caisson/errors';
import { CommanderError } from 'commander';
import * as exitCodes from '../exit-codes.ts';
import { UsageError } from '../usage-error.ts';
import { adviceFor } from './advice.ts';
import { oneLine } from './one-line.ts';
import { parseFailure } from './parse-failure.ts';
import { isExecFailure, startFailure } from './start-failure.ts';

/** A failure as the command tells it. */
export interface Failure {
  /** One line, without the command's name; absent where there is nobody to tell. */
  readonly text?: string | undefined;
  readonly exitCode: number;
}

/** What an error means to whoever runs the command. */
export const failureOf = (error: unknown, { debug = false }: { readonly debug?: boolean } = {}): Failure => {
  const failure = plainFailure(error);
  if (failure.text === undefined || !debug || !(error instanceof Error)) return failure;
  return { ...failure, text: `${failure.text}\n${traceOf(error)}` };
};

const plainFailure = (error: unknown): Failure => {
  if (isBrokenPipe(error)) return { exitCode: exitCodes.bySignal('SIGPIPE') };
  if (error instanceof UsageError) return { text: oneLine(error.message), exitCode: exitCodes.usage };
  if (error instanceof CommanderError) return parseFailure(error);
  if (isRuntimeError(error, 'ERR_INVALID_OPTION', 'ERR_INVALID_ID')) {
    return { text: oneLine(error.message), exitCode: exitCodes.usage };
  }
  if (isExecFailure(error)) return startFailure(error);
  if (isRuntimeError(error)) return { text: oneLine(adviceFor(error)), exitCode: exitCodes.failed };
  return { text: oneLine(String(error)), exitCode: exitCodes.failed };
};

/** The reader of our output has left: our own write says so, or the run that it was part of. */
const isBrokenPipe = (error: unknown): boolean => {
  const { code, cause } = (error ?? {}) as {
    readonly code?: unknown;
    readonly cause?: { readonly code?: unknown };
  };
  return code === 'EPIPE' || (code === 'ERR_STREAM' && cause?.code === 'EPIPE');
};

const traceOf = (error: Error): string => {
  const own = error.stack ?? String(error);
  return error.cause instanceof Error ? `${own}\ncaused by ${traceOf(error.cause)}` : own;
};
