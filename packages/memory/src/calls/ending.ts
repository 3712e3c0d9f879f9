import { RuntimeError } from '@caisson/errors';

/** What ends a call from outside: its signal, or the closing of its runtime. */
export interface Ending extends Disposable {
  readonly signal: AbortSignal;
  /** @throws `ERR_ABORTED` where it has come. */
  readonly check: () => void;
  /** The work, or `ERR_ABORTED` as soon as the end comes. */
  readonly race: <T>(work: Promise<T>) => Promise<T>;
}

export const endingOf = (
  verb: string,
  id: string | undefined,
  own: AbortSignal | undefined,
  closing: AbortSignal,
): Ending => {
  const ended = new AbortController();
  const { promise, reject } = Promise.withResolvers<never>();
  promise.catch(() => {});
  const end = (): void => {
    if (ended.signal.aborted) return;
    const cause = own?.aborted ? own.reason : closedError();
    const message = `memory ${verb}${id === undefined ? '' : ` ${id}`} was aborted`;
    const error = new RuntimeError('ERR_ABORTED', message, { runtime: 'memory', verb, id, cause });
    ended.abort(error);
    reject(error);
  };
  const sources = own ? [own, closing] : [closing];
  for (const source of sources) source.addEventListener('abort', end, { once: true });
  if (sources.some(({ aborted }) => aborted)) end();
  return {
    signal: ended.signal,
    check: () => ended.signal.throwIfAborted(),
    race: (work) => Promise.race([promise, work]),
    [Symbol.dispose]: () => {
      for (const source of sources) source.removeEventListener('abort', end);
    },
  };
};

export const closedError = (): RuntimeError =>
  new RuntimeError('ERR_CLOSED', 'this memory runtime was closed', { runtime: 'memory' });
