/** A promise that many wait for and some leave again: a reaction on the promise itself would stay as long as it does. */
export interface Joint<T> {
  /** The promise's own outcome; nothing is kept of it once `left` is aborted. */
  readonly join: (left: AbortSignal) => Promise<T>;
}

export const joint = <T>(promise: Promise<T>): Joint<T> => {
  const waiting = new Set<PromiseWithResolvers<T>>();
  let settled = false;
  const settle = (): void => {
    settled = true;
    for (const { resolve } of waiting) resolve(promise);
    waiting.clear();
  };
  promise.then(settle, settle);
  return {
    join: (left) => {
      if (settled) return promise;
      const own = Promise.withResolvers<T>();
      own.promise.catch(() => {});
      waiting.add(own);
      left.addEventListener('abort', () => waiting.delete(own), { once: true });
      return own.promise;
    },
  };
};
