import { appendFileSync, closeSync, openSync } from 'node:fs';
import type { Writable } from 'node:stream';
import type { ByteSink } from '@caisson/core';
import { RuntimeError } from '@caisson/errors';

/** A way into a sink. */
export interface Taker {
  /** Settles when the sink can take another chunk. */
  readonly take: (chunk: Uint8Array) => Promise<void>;
  /** To call when nothing more is given. */
  readonly release: () => void;
}

/** `failed` is called for a sink that fails between two chunks too. */
export const takerOf = (
  sink: ByteSink | undefined,
  name: string,
  failed: (error: unknown) => void,
): Taker => {
  const release = (): void => {};
  if (sink === undefined) return { take: async () => {}, release };
  if (typeof sink === 'function') return { take: async (chunk) => sink(chunk), release };
  if (!('write' in sink)) return { take: intoFile(sink.file, name), release };
  return intoWritable(sink, failed);
};

const intoFile = (file: string, name: string): Taker['take'] => {
  try {
    closeSync(openSync(file, 'a', 0o600));
  } catch (cause) {
    throw new RuntimeError('ERR_STREAM', `${name}: cannot open ${file}: ${(cause as Error).message}`, {
      cause,
    });
  }
  return async (chunk) => appendFileSync(file, chunk);
};

const intoWritable = (sink: Writable, failed: (error: unknown) => void): Taker => {
  let refuse: ((error: unknown) => void) | undefined;
  const onError = (error: unknown, closed: boolean): void => {
    refuse?.(error);
    if (!closed) failed(error); // Only what has something to write needs to know that it is closed.
  };
  const off = listen(sink, onError);
  if (sink.errored) failed(sink.errored);
  return {
    take: (chunk) =>
      new Promise((resolve, reject) => {
        refuse = reject;
        sink.write(chunk, (error) => {
          refuse = undefined;
          if (error) reject(error);
          else resolve();
        });
      }),
    // A writable that fails calls back first and emits 'error' a little later, which nobody else may listen to.
    release: () => process.nextTick(() => process.nextTick(off)),
  };
};

type Listener = (error: unknown, closed: boolean) => void;

interface Shared {
  readonly listeners: Set<Listener>;
  readonly off: () => void;
}

// Many containers may share one writable: a listener each would pass Node's limit of ten.
const shared = new WeakMap<Writable, Shared>();

const listen = (sink: Writable, listener: Listener): (() => void) => {
  const { listeners, off } = shared.get(sink) ?? share(sink);
  listeners.add(listener);
  return () => {
    if (listeners.delete(listener) && listeners.size === 0) off();
  };
};

const share = (sink: Writable): Shared => {
  const listeners = new Set<Listener>();
  const tell = (error: unknown, closed: boolean): void => {
    for (const each of [...listeners]) each(error, closed);
  };
  const failed = (error: unknown): void => tell(error, false);
  const closed = (): void => tell(sink.errored ?? new Error('The writable was closed.'), true);
  sink.on('error', failed).on('close', closed);
  const off = (): void => {
    sink.off('error', failed).off('close', closed);
    shared.delete(sink);
  };
  const made = { listeners, off };
  shared.set(sink, made);
  return made;
};
