import type { Writable } from 'node:stream';
import type { ByteSink } from '@caisson/core';

/** Takes a chunk; its promise settles when the sink can take another. */
export type Take = (chunk: Uint8Array) => Promise<void>;

/** A way into a sink for one process. */
export interface Taker {
  readonly take: Take;
  /** Rejects when the sink fails, be it between two chunks. */
  readonly failed: Promise<never>;
  /** To call when nothing more will be given. */
  readonly release: () => void;
}

/**
 * One chunk is under way at a time, which is the back-pressure: a writable's own callback says when a chunk has
 * left it. The sink is never ended.
 */
export const takerOf = (sink: Exclude<ByteSink, { file: string }>): Taker => {
  const { promise: failed, reject } = Promise.withResolvers<never>();
  failed.catch(() => {});
  return typeof sink === 'function'
    ? { take: async (chunk) => sink(chunk), failed, release: () => {} }
    : { ...writing(sink, reject), failed };
};

const writing = (sink: Writable, failed: (error: Error) => void): Omit<Taker, 'failed'> => {
  let failure = sink.errored ?? undefined;
  let fail: ((error: Error) => void) | undefined;
  let released = false;
  const off = watch(sink, {
    error: (error) => {
      failure ??= error;
      fail?.(error);
      failed(error);
    },
    // Only what has something to write needs to know.
    close: (error) => {
      failure ??= error;
      fail?.(error);
    },
  });
  if (failure) failed(failure);
  // A writable that fails calls back first and emits 'error' afterwards, which nobody else may listen to.
  const leave = (): void => void setImmediate(off);
  return {
    take: (chunk) =>
      new Promise((resolve, reject) => {
        if (failure) return reject(failure);
        fail = reject;
        sink.write(chunk, (error) => {
          fail = undefined;
          if (released) leave();
          if (error) reject(error);
          else resolve();
        });
      }),
    release: () => {
      released = true;
      if (!fail) leave();
    },
  };
};

interface Listener {
  readonly error: (error: Error) => void;
  readonly close: (error: Error) => void;
}

// Many containers may share one writable (process.stdout): one listener each would pass Node's limit of ten.
const watched = new WeakMap<Writable, { readonly listeners: Set<Listener>; readonly off: () => void }>();

const watch = (sink: Writable, listener: Listener): (() => void) => {
  const entry = watched.get(sink) ?? begin(sink);
  entry.listeners.add(listener);
  return () => {
    entry.listeners.delete(listener);
    if (entry.listeners.size === 0) entry.off();
  };
};

const begin = (sink: Writable): { readonly listeners: Set<Listener>; readonly off: () => void } => {
  const listeners = new Set<Listener>();
  const onError = (error: Error): void => {
    for (const listener of [...listeners]) listener.error(error);
  };
  const onClose = (): void => {
    const error = new Error('The writable was closed while it was written to.');
    for (const listener of [...listeners]) listener.close(error);
  };
  sink.on('error', onError);
  sink.on('close', onClose);
  const entry = {
    listeners,
    off: () => {
      sink.off('error', onError);
      sink.off('close', onClose);
      if (watched.get(sink) === entry) watched.delete(sink);
    },
  };
  watched.set(sink, entry);
  return entry;
};
