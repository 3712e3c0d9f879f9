import type { ErrorFacts, ExitStatus } from '@caisson/core';
import { isRuntimeError, RuntimeError } from '@caisson/errors';
import { closed, type Kit } from './kit.ts';

/** What ends a call from outside: its signal, or the closing of its runtime. */
export interface Ending extends Disposable {
  /** @throws `ERR_ABORTED` where it has come already. */
  readonly check: () => void;
  /** The work, or `ERR_ABORTED` as soon as the end comes. */
  readonly race: <T>(work: Promise<T>) => Promise<T>;
  /** Aborted by either. */
  readonly signal: AbortSignal;
}

export const endingOf = (
  kit: Kit,
  verb: string,
  id: string | undefined,
  own: AbortSignal | undefined,
): Ending => {
  const runtime = kit.engine.name;
  const both = new AbortController();
  const { promise, reject } = Promise.withResolvers<never>();
  promise.catch(() => {});
  const end = (cause: unknown, how: string): void => {
    const what = `${runtime} ${verb}${id === undefined ? '' : ` ${id}`}`;
    const error = new RuntimeError('ERR_ABORTED', `${what} was ${how}`, { runtime, verb, id, cause });
    both.abort(error);
    reject(error);
  };
  const onOwn = (): void => end(own?.reason, 'aborted');
  const onClose = (): void => end(closed(runtime), 'aborted, for its runtime was closed');
  const closing = kit.closing.signal;
  if (own?.aborted) onOwn();
  else if (closing.aborted) onClose();
  own?.addEventListener('abort', onOwn, { once: true });
  closing.addEventListener('abort', onClose, { once: true });
  return {
    signal: both.signal,
    check: () => both.signal.throwIfAborted(),
    race: (work) => Promise.race([promise, work]),
    [Symbol.dispose]: () => {
      own?.removeEventListener('abort', onOwn);
      closing.removeEventListener('abort', onClose);
    },
  };
};

/** The same error, knowing how the process that it ended did end. */
export const withStatus = (error: unknown, status: ExitStatus | undefined): unknown => {
  if (!status || !isRuntimeError(error) || error.status) return error;
  const { runtime, verb, id, words, reason } = error as ErrorFacts;
  const facts = { runtime, verb, id, words, reason, status, cause: error.cause };
  const told = new RuntimeError(error.code, error.message, facts);
  if (error.stack) told.stack = error.stack;
  return told;
};
