import { trouble } from './trouble.ts';

/** Work that is given up when its time is over or it is aborted; what it still does then, nobody waits for. */
export const bounded = async <T>(
  what: string,
  ms: number,
  signal: AbortSignal | undefined,
  work: (given: AbortSignal) => Promise<T>,
): Promise<T> => {
  signal?.throwIfAborted();
  const over = new AbortController();
  const { promise, reject } = Promise.withResolvers<never>();
  promise.catch(() => {});
  const give = (error: unknown): void => {
    over.abort(error);
    reject(error);
  };
  const timer = setTimeout(() => give(trouble(`${what} took longer than ${ms} ms`)), ms);
  const onAbort = (): void => give(signal?.reason);
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([work(over.signal), promise]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', onAbort);
  }
};
