import { Readable, type Writable } from 'node:stream';
import type { ByteSource } from '@caisson/core';

/** Bytes on their way from a source to a process. */
export interface Feed {
  /** Rejects when the source failed; a process that closed its input is no failure. */
  readonly done: Promise<void>;
  /** Stops reading: a readable is left as it is, an async iterator is returned. */
  readonly stop: () => void;
}

/** Feeds a process, at the pace at which it reads, and ends its input with the source. */
export const feed = (source: ByteSource, into: Writable): Feed => {
  into.on('error', () => {}); // EPIPE: the process reads no more.
  if (typeof source === 'string' || source instanceof Uint8Array) {
    into.end(source);
    return { done: Promise.resolve(), stop: () => into.destroy() };
  }
  return source instanceof Readable ? feedReadable(source, into) : feedIterable(source, into);
};

const feedReadable = (source: Readable, into: Writable): Feed => {
  const { promise: done, resolve, reject } = Promise.withResolvers<void>();
  done.catch(() => {});
  const leave = (): void => {
    source.unpipe(into).off('data', onObject).off('end', onEnd).off('error', onError).off('close', onClose);
    into.off('close', onGone).off('drain', onDrain);
  };
  const onEnd = (): void => {
    leave();
    into.end();
    resolve();
  };
  const onError = (error: Error): void => {
    leave();
    into.destroy();
    reject(error);
  };
  const onClose = (): void => onError(new Error('The readable was closed before its end.'));
  const onGone = (): void => {
    leave();
    if (source.readableObjectMode) source.pause();
    resolve();
  };
  const onDrain = (): void => void source.resume();
  // pipe() would throw past everybody for an object that is neither text nor bytes.
  const onObject = (chunk: unknown): void => {
    try {
      if (!into.write(chunk)) source.pause();
    } catch (error) {
      source.pause();
      onError(error as Error);
    }
  };
  if (source.readableEnded) onEnd();
  else if (source.errored) onError(source.errored);
  else if (source.destroyed) onClose();
  else {
    source.on('end', onEnd).on('error', onError).on('close', onClose);
    into.on('close', onGone);
    if (source.readableObjectMode) {
      into.on('drain', onDrain);
      source.on('data', onObject);
    } else source.pipe(into, { end: false });
  }
  const stop = (): void => {
    onGone();
    into.destroy();
  };
  return { done, stop };
};

const feedIterable = (source: AsyncIterable<Uint8Array | string>, into: Writable): Feed => {
  let onGone = (): void => {};
  into.once('close', () => onGone());
  /** What comes, or nothing once the input is closed. (A race against one long promise would keep every chunk.) */
  const unlessGone = <T>(work: Promise<T>): Promise<T | undefined> =>
    new Promise((resolve, reject) => {
      onGone = () => resolve(undefined);
      work.then(resolve, reject);
    });
  const deliver = async (): Promise<void> => {
    const iterator = source[Symbol.asyncIterator]();
    while (!into.destroyed) {
      const next = await unlessGone(Promise.resolve(iterator.next()));
      if (next?.done) return void into.end();
      if (!next || into.destroyed) break;
      try {
        if (into.write(next.value)) continue;
      } catch (error) {
        leave(iterator);
        throw error;
      }
      await unlessGone(new Promise<void>((resolve) => into.once('drain', resolve)));
    }
    leave(iterator);
  };
  const done = deliver().catch((error: unknown) => {
    into.destroy();
    throw error;
  });
  done.catch(() => {});
  return { done, stop: () => into.destroy() };
};

// Not awaited: an iterator that is stuck in its next() would never answer.
const leave = (iterator: AsyncIterator<unknown>): void => {
  const leaving = async (): Promise<unknown> => iterator.return?.();
  leaving().catch(() => {});
};
