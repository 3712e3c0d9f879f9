import { Readable } from 'node:stream';
import type { ByteSource } from '@caisson/core';
import type { Pipe } from './pipe.ts';

const bytesOf = (chunk: string | Uint8Array): Uint8Array =>
  typeof chunk === 'string' ? Buffer.from(chunk) : chunk;

/** Feeds a pipe from a source, and ends it with the source. Gives a function that leaves the source as it is. */
export const feed = (source: ByteSource, into: Pipe, failed: (error: unknown) => void): (() => void) => {
  if (typeof source === 'string' || source instanceof Uint8Array) {
    into.write(bytesOf(source)).then(into.end, () => {});
    return into.end;
  }
  return source instanceof Readable ? feedReadable(source, into, failed) : feedIterable(source, into, failed);
};

const feedReadable = (source: Readable, into: Pipe, failed: (error: unknown) => void): (() => void) => {
  const fail = (error: unknown): void => {
    leave();
    into.end();
    failed(error);
  };
  const onData = (chunk: string | Uint8Array): void => {
    source.pause();
    const write = async (): Promise<void> => into.write(bytesOf(chunk));
    written = write();
    written.then(
      () => {
        if (!left) source.resume();
      },
      (error: NodeJS.ErrnoException) => (error.code === 'EPIPE' ? leave() : fail(error)),
    );
  };
  const onEnd = (): void => {
    leave();
    written.then(into.end, () => {}); // What came last may still wait for room.
  };
  const onClose = (): void => fail(new Error('The readable was closed before its end.'));
  let left = false;
  let written: Promise<void> = Promise.resolve();
  const leave = (): void => {
    if (left) return;
    left = true;
    source.off('data', onData).off('end', onEnd).off('error', fail).off('close', onClose);
    if (!source.readableEnded) source.pause();
  };
  if (source.readableEnded) into.end();
  else if (source.errored) fail(source.errored);
  else if (source.destroyed) onClose();
  else source.on('data', onData).on('end', onEnd).on('error', fail).on('close', onClose);
  return leave;
};

const feedIterable = (
  source: AsyncIterable<Uint8Array | string>,
  into: Pipe,
  failed: (error: unknown) => void,
): (() => void) => {
  const iterator = source[Symbol.asyncIterator]();
  let left = false;
  // Not awaited: an iterator that is stuck in its next() would never answer.
  const leave = (): void => {
    if (left) return;
    left = true;
    const leaving = async (): Promise<unknown> => iterator.return?.();
    leaving().catch(() => {});
  };
  const deliver = async (): Promise<void> => {
    while (!left) {
      const { done, value } = await iterator.next();
      if (left) return;
      if (done) {
        left = true;
        return into.end();
      }
      const bytes = bytesOf(value);
      await into.write(bytes).catch(leave); // Nobody reads it any more.
    }
  };
  deliver().catch((error: unknown) => {
    if (left) return;
    leave();
    into.end();
    failed(error);
  });
  return leave;
};
