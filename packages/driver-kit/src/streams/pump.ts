import type { Readable } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import type { Take } from './sink.ts';

/** Linux lets a pipe hold at most this by default; it bounds what an ended process can have left in one. */
const pipeCapacity = 1 << 20;

/** Bytes on their way from a process to a sink. */
export interface Pump {
  /** Settles when the pipe has ended or was left; rejects when the sink failed. */
  readonly done: Promise<void>;
  /**
   * To call when the process is gone: all that it wrote is delivered, and a descendant that holds the pipe open is
   * not waited for.
   */
  readonly drain: () => Promise<void>;
  readonly destroy: () => void;
}

export const pump = (from: Readable, take: Take, flows: Promise<void> = Promise.resolve()): Pump => {
  const { promise: abandoned, resolve: abandon } = Promise.withResolvers<void>();
  let busy: Promise<void> | undefined;
  let left = false;
  let ended = false;
  let flowing = false;
  let taken = 0;
  const deliver = async (): Promise<void> => {
    await Promise.race([flows, abandoned]);
    flowing = true;
    try {
      for await (const chunk of from as AsyncIterable<Uint8Array | string>) {
        const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
        taken += bytes.byteLength;
        busy = take(bytes);
        await busy;
        busy = undefined;
        if (left) return;
      }
    } catch (error) {
      if (!left || busy) throw error;
    }
  };
  const done = deliver().finally(() => {
    ended = true;
    from.destroy();
  });
  done.catch(() => {});
  const leave = (): void => {
    left = true;
    from.destroy();
  };
  const destroy = (): void => {
    leave();
    abandon();
  };
  const come = (): number => taken + from.readableLength;
  const drain = async (): Promise<void> => {
    if (!flowing) await Promise.race([flows, Promise.resolve()]);
    if (!flowing) return destroy();
    const limit = come() + pipeCapacity;
    // Each turn of the event loop polls the pipe once while it is read from: three turns without a byte, with
    // nothing held back, mean that it was empty after the process had gone.
    for (let quiet = 0; !ended && !left && quiet < 3 && come() <= limit; ) {
      const before = come();
      if (busy) {
        await Promise.race([busy, abandoned]).catch(() => {});
        quiet = 0;
      } else {
        await turn();
        quiet = come() === before && from.readableLength === 0 && !busy ? quiet + 1 : 0;
      }
    }
    leave();
    await Promise.race([done, abandoned]);
  };
  return { done, drain, destroy };
};
