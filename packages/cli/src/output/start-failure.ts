import type { RuntimeError } from '@caisson/core';
import { isRuntimeError } from '@caisson/errors';
import { notExecutable, notFound } from '../exit-codes.ts';
import type { Failure } from './failure.ts';

type ExecFailure = RuntimeError & { readonly code: 'ERR_EXEC_FAILED' };

export const isExecFailure = (error: unknown): error is ExecFailure =>
  isRuntimeError(error, 'ERR_EXEC_FAILED');

/** The program could not be started: 127 where it is not there, 126 where it is and will not run. */
export const startFailure = (error: ExecFailure): Failure => {
  const words = error.words ?? error.message;
  const why = /(?:exec: "|chdir to cwd|mkdir ).*$/is.exec(words)?.[0] ?? words;
  const missing = /executable file not found|exec: .*no such file|^exec .*no such file/im.test(why);
  return {
    text: `${error.id}: the program cannot be started: ${why.trim().replaceAll('\n', '; ')}`,
    exitCode: missing ? notFound : notExecutable,
  };
};
