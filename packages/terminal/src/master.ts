import { writeSync } from 'node:fs';
import { Readable, Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { ReadStream } from 'node:tty';
import type { OpenTerminal } from '@caisson/core';

/** How soon a terminal whose reader is behind is written to again, in milliseconds. */
const retryMs = 5;

/** The streams of a pseudoterminal's own side, which is closed with `output`. */
export interface Master extends OpenTerminal {
  readonly closed: () => boolean;
}

export const openMaster = (fd: number): Master => {
  const tty = new ReadStream(fd); // Makes the descriptor non-blocking, and owns it.
  let closed = false;
  tty.once('close', () => {
    closed = true;
  });

  class Output extends Readable {
    get bytesRead(): number {
      return tty.bytesRead;
    }
    override _read(): void {
      tty.resume();
    }
    override _destroy(error: Error | null, done: (error: Error | null) => void): void {
      closed = true;
      tty.destroy();
      done(error);
    }
  }
  const output = new Output();
  tty.pause();
  tty.on('data', (chunk: Uint8Array) => {
    if (!output.push(chunk)) tty.pause();
  });
  tty.once('end', () => output.push(null));
  // EIO: the last process that had the terminal open is gone (pty(7)).
  tty.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EIO') output.push(null);
    else output.destroy(error);
  });

  const input = new Writable({
    write: (chunk: Uint8Array, _encoding, done) => {
      send(chunk).then(() => done(), done);
    },
    // End of file is a character here: the one that means it in the terminal's own settings by default.
    final: (done) => {
      send(Uint8Array.of(4)).then(() => done(), done);
    },
  });
  const send = async (chunk: Uint8Array): Promise<void> => {
    for (let sent = 0; sent < chunk.length && !closed; ) {
      try {
        sent += writeSync(fd, chunk, sent);
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code === 'EIO') return;
        if (code !== 'EAGAIN') throw error;
        await sleep(retryMs, undefined, { ref: false });
      }
    }
  };
  return { input, output, closed: () => closed };
};
