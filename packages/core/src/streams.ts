import type { Readable, Writable } from 'node:stream';
import type { Terminal } from './plug-ins.ts';

/** Where a process's input comes from. It is ended when the source ends. */
export type ByteSource = string | Uint8Array | Readable | AsyncIterable<Uint8Array | string>;

/**
 * Where a process's output goes. A slow writable or a function whose promise is pending slows the process; nothing
 * is dropped or buffered without bound. A sink is never ended or destroyed; one that fails kills the process, and
 * the call rejects with `ERR_STREAM`. A `file` is appended to, made with mode 0600 where it is missing, and
 * outlives this process; the others do not.
 */
export type ByteSink = Writable | ((chunk: Uint8Array) => void | Promise<void>) | { readonly file: string };

interface Input {
  /** Default: /dev/null. */
  readonly stdin?: ByteSource | { readonly file: string } | undefined;
}

/** Standard output and error apart, each discarded where absent. */
export interface SeparateStreams extends Input {
  readonly stdout?: ByteSink | undefined;
  readonly stderr?: ByteSink | undefined;
  readonly output?: undefined;
  readonly terminal?: undefined;
}

/** Standard output and error through one pipe, in the order in which they were written. */
export interface CombinedStreams extends Input {
  readonly output: ByteSink;
  readonly stdout?: undefined;
  readonly stderr?: undefined;
  /** A pseudoterminal in place of pipes; needs the capability `terminal`. */
  readonly terminal?: Terminal | undefined;
}

/** The standard streams of a process. */
export type Streams = SeparateStreams | CombinedStreams;
