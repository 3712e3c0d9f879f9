import type { Readable } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';

export interface Collected {
  /** To call when the command is gone; a descendant that holds its pipe open is not waited for. */
  readonly text: () => Promise<string>;
  readonly leave: () => void;
}

/** Collects what a command says, up to a number of bytes. */
export const collect = (from: Readable | undefined, limit: number): Collected => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  from?.on('data', (chunk: Uint8Array) => {
    size += chunk.byteLength;
    if (size <= limit) chunks.push(chunk);
    else from.destroy();
  });
  from?.on('error', () => {});
  return {
    // Three turns of the event loop without a byte, and the pipe was empty after the command had gone.
    text: async () => {
      for (let quiet = 0, seen = size; from && !from.closed && quiet < 3; ) {
        await turn();
        quiet = seen === size ? quiet + 1 : 0;
        seen = size;
      }
      return Buffer.concat(chunks).toString('utf8');
    },
    leave: () => from?.destroy(),
  };
};

/** What a command that is gone left in a pipe, the first few thousand bytes. */
export const said = async (from: Readable | undefined): Promise<string> => {
  const collected = collect(from, 8_192);
  const text = await collected.text();
  collected.leave();
  return text;
};
