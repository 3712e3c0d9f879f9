import { Writable } from 'node:stream';
import type { ByteSink } from '@caisson/core';

/** Takes a chunk; its promise settles when the sink can take another. */
export type Take = (chunk: Uint8Array) => Promise<void>;

interface Watched {
  readonly listeners: Set<(error: Error) => void>;
}

// Many containers may share one writable (process.stdout): one listener each would pass Node's limit of ten.
const watched = new WeakMap<Writable, Watched>();

const watch = (sink: Writable, failed: (error: Error) => void): (() => void) => {
  const known = watched.get(sink);
  if (known) {
    known.listeners.add(failed);
    return () => unwatch(sink, known, failed);
  }
  const entry: Watched & { onError?: (error: Error) => void; onClose?: () => void } = {
    listeners: new Set([failed]),
  };
  const tell = (error: Error): void => {
    for (const listener of [...entry.listeners]) listener(error);
  };
  entry.onError = tell;
  entry.onClose = () => tell(new Error('The writable was closed while it was written to.'));
  sink.on('error', entry.onError);
  sink.on('close', entry.onClose);
  offs.set(entry, () => {
    sink.off('error', tell);
    if (entry.onClose) sink.off('close', entry.onClose);
  });
  watched.set(sink, entry);
  return () => unwatch(sink, entry, failed);
};

const offs = new WeakMap<Watched, () => void>();

const unwatch = (sink: Writable, entry: Watched, failed: (error: Error) => void): void => {
  entry.listeners.delete(failed);
  if (entry.listeners.size > 0) return;
  offs.get(entry)?.();
  watched.delete(sink);
};

/**
 * A way into a sink with one chunk under way at a time, which is the back-pressure: a writable's own callback
 * says when a chunk has left it. The sink is never ended.
 */
export const takerOf = (sink: Exclude<ByteSink, { file: string }>): { take: Take; release: () => void } => {
  if (!(sink instanceof Writable) && typeof sink === 'function') {
    return { take: async (chunk) => sink(chunk), release: () => {} };
  }
  const writable = sink as Writable;
  let fail: ((error: Error) => void) | undefined;
  let failure: Error | undefined;
  const release = watch(writable, (error) => {
    failure = error;
    fail?.(error);
  });
  const take: Take = (chunk) =>
    new Promise((resolve, reject) => {
      if (failure) return reject(failure);
      fail = reject;
      writable.write(chunk, (error) => {
        fail = undefined;
        if (error) reject(error);
        else resolve();
      });
    });
  return { take, release };
};
