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
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  promise.catch(() => {});
  let ended = source.readableEnded;
  const onEnd = (): void => {
    ended = true;
    stop(false);
    into.end();
    resolve();
  };
  const onError = (error: Error): void => {
    stop();
    reject(error);
  };
  const onClose = (): void => {
    if (!ended) onError(new Error('The readable was closed before its end.'));
  };
  const onGone = (): void => {
    stop();
    resolve();
  };
  const stop = (destroy = true): void => {
    source.unpipe(into);
    source.off('end', onEnd).off('error', onError).off('close', onClose);
    into.off('close', onGone);
    if (destroy) into.destroy();
    resolve();
  };
  if (ended) {
    into.end();
    resolve();
  } else if (source.errored) {
    into.destroy();
    reject(source.errored);
  } else if (source.destroyed) {
    into.destroy();
    reject(new Error('The readable was closed before its end.'));
  } else {
    source.on('end', onEnd).on('error', onError).on('close', onClose);
    into.on('close', onGone);
    source.pipe(into, { end: false });
  }
  return { done: promise, stop: () => stop() };
};

const feedIterable = (source: AsyncIterable<Uint8Array | string>, into: Writable): Feed => {
  const iterator = source[Symbol.asyncIterator]();
  let stopped = false;
  const gone = new Promise<void>((resolve) => into.once('close', resolve));
  const write = (chunk: Uint8Array | string): Promise<unknown> | undefined =>
    into.write(chunk)
      ? undefined
      : Promise.race([gone, new Promise<void>((resolve) => into.once('drain', resolve))]);
  const deliver = async (): Promise<void> => {
    while (!stopped && !into.destroyed) {
      const next = await Promise.race([iterator.next(), gone]);
      if (!next || stopped || into.destroyed) break;
      if (next.done) return void into.end();
      await write(next.value);
    }
    leave();
  };
  const leave = (): void => {
    // Not awaited: an iterator that is stuck in its next() would never answer.
    Promise.resolve(iterator.return?.()).catch(() => {});
  };
  const done = deliver().catch((error: unknown) => {
    into.destroy();
    throw error;
  });
  done.catch(() => {});
  return {
    done,
    stop: () => {
      stopped = true;
      into.destroy();
    },
  };
};
