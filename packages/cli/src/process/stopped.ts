import { isRuntimeError } from '@caisson/errors';
import { bySignal, timedOut } from '../exit-codes.ts';
import type { Failure } from '../output/failure.ts';
import type { StopCause } from './stopper.ts';

/** What an error means that came of an end which was asked for; any other error is none of that. */
export const stopped = (id: string, cause: StopCause | undefined, error: unknown): Failure | undefined => {
  if (cause === undefined || !(error === cause || isRuntimeError(error, 'ERR_ABORTED'))) return undefined;
  if (cause.kind === 'signal') return { exitCode: bySignal(cause.signal) };
  return { text: `${id} was stopped: it took longer than --timeout ${cause.text}`, exitCode: timedOut };
};
