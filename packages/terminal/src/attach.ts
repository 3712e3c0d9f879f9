import type { ReadStream, WriteStream } from 'node:tty';
import type { CombinedStreams, Terminal } from '@caisson/core';
import { InvalidOptionError } from '@caisson/errors';
import { terminal } from './terminal.ts';

/** Streams for `run` or `exec`; disposing gives this terminal its own mode back. */
export interface Attached extends Disposable {
  readonly streams: CombinedStreams & { readonly terminal: Terminal };
}

/**
 * Attaches this process's own terminal: raw mode, so that Ctrl-C is the container's, and its size, followed.
 * @throws `ERR_INVALID_OPTION` where either is no terminal
 */
export const attachTerminal = (
  input: ReadStream = process.stdin,
  output: WriteStream = process.stdout,
): Attached => {
  if (!input.isTTY || !output.isTTY) {
    throw new InvalidOptionError('attachTerminal: standard input and output must be a terminal');
  }
  let leave = (): void => {};
  const made = terminal({
    columns: output.columns,
    rows: output.rows,
    onResize: (resize) => {
      const follow = (): void => resize(output.columns, output.rows);
      output.on('resize', follow);
      leave = () => output.off('resize', follow);
    },
  });
  input.setRawMode(true);
  return {
    streams: { stdin: input, output, terminal: made },
    [Symbol.dispose]: () => {
      leave();
      input.setRawMode(false);
      input.pause();
    },
  };
};
