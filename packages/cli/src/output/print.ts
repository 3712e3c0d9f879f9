import type { Writable } from 'node:stream';

/** Lets a closed pipe (`| head -1`) be an error of the write that met it, not of the whole process. */
export const guardOutput = (): void => {
  for (const stream of [process.stdout, process.stderr]) {
    if (!stream.listeners('error').includes(ignore)) stream.on('error', ignore);
  }
};

const ignore = (): void => {};

/** Settles when the bytes have left this process. */
export const write = (to: Writable, chunk: string | Uint8Array): Promise<void> =>
  new Promise((resolve, reject) => {
    to.write(chunk, (error) => (error ? reject(error) : resolve()));
  });

/** On standard output; throws EPIPE where nobody reads any more. */
export const print = (text: string): Promise<void> => write(process.stdout, text);

/** A line on standard error, if anybody reads it. */
export const warn = async (text: string | undefined): Promise<void> => {
  if (text !== undefined) await write(process.stderr, `caisson: ${text}\n`).catch(ignore);
};
