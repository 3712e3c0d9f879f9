import { isRuntimeError, RuntimeError } from '@caisson/errors';
import type { Command } from './command.ts';
import { criuAdvice } from './criu-advice.ts';
import { criuErrors, criuLog } from './criu-log.ts';

/** So much of a log's errors is told. */
const wordLimit = 4_000;

/** The failure of a checkpoint or a restore with what CRIU logged, and what to do. */
export const imageFailure = (
  { dialect, path }: Command,
  verb: 'checkpoint' | 'restore',
  id: string,
  workPath: string,
  error: unknown,
): unknown => {
  // Those that have a code of their own say enough.
  if (!isRuntimeError(error, 'ERR_RUNTIME_FAILED', 'ERR_TIMEOUT', 'ERR_PERMISSION', 'ERR_INVALID_SPEC'))
    return error;
  const errors = dialect.criu === false ? [] : criuErrors(criuLog(verb, workPath));
  const own = error.words ?? error.message;
  const words = [...errors, own].join('\n').slice(0, wordLimit);
  const advice = dialect.criu === false ? undefined : criuAdvice(words);
  const told = errors.at(0) ?? own;
  const code = verb === 'checkpoint' ? 'ERR_CHECKPOINT_FAILED' : 'ERR_RESTORE_FAILED';
  const { name } = dialect;
  return new RuntimeError(
    code,
    `${name} ${verb} ${id} failed: ${advice ?? told}${advice ? ` (${told})` : ''}`,
    {
      runtime: name,
      verb,
      id,
      words,
      reason: advice ?? `${path} says: ${told}`,
      cause: error,
    },
  );
};
