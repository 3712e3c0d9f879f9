import { accessSync, constants, createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import type { ByteSink, ByteSource, Streams } from '@caisson/core';
import { RuntimeError } from '@caisson/errors';
import { type Pipe, pipe } from './pipe.ts';
import { takerOf } from './sink.ts';
import { feed } from './source.ts';

/** The three pipes of a process, and what moves through them. */
export interface Plumbing {
  readonly stdin: Pipe;
  readonly stdout: Pipe;
  readonly stderr: Pipe;
  /** Rejects with `ERR_STREAM` as soon as a source or a sink fails. */
  readonly failed: Promise<never>;
  /** To call when the process is gone: delivers what it left, whoever else has the pipes. */
  readonly settle: () => Promise<void>;
  /** Lets go at once; what is in the pipes is lost. */
  readonly destroy: () => void;
}

/** @throws `ERR_STREAM` where a file cannot be opened. */
export const plumb = (streams: Streams): Plumbing => {
  const { promise: failed, reject } = Promise.withResolvers<never>();
  failed.catch(() => {});
  const { promise: abandoned, resolve: abandon } = Promise.withResolvers<void>();
  const fail =
    (name: string) =>
    (cause: unknown): void =>
      reject(
        new RuntimeError(
          'ERR_STREAM',
          `${name} failed: ${cause instanceof Error ? cause.message : String(cause)}`,
          {
            cause,
            reason: `the ${name} that the call was given failed`,
          },
        ),
      );
  const pumps: Promise<void>[] = [];
  const releases: (() => void)[] = [];
  const drainTo = (sink: ByteSink | undefined, name: string): Pipe => {
    const from = pipe();
    const { take, release } = takerOf(sink, name, fail(name));
    const pump = async (): Promise<void> => {
      for (let bytes = await from.read(); bytes; bytes = await from.read()) await take(bytes);
    };
    pumps.push(
      pump().catch((error: unknown) => {
        fail(name)(error);
        from.close();
      }),
    );
    releases.push(release);
    return from;
  };
  const stdout = drainTo(streams.output ?? streams.stdout, streams.output ? 'output' : 'stdout');
  const stderr = streams.output ? stdout : drainTo(streams.stderr, 'stderr');
  const stdin = pipe();
  const source = sourceOf(streams.stdin);
  const leave = source === undefined ? stdin.end : feed(source, stdin, fail('stdin'));
  if (source === undefined) stdin.end();
  const letGo = (): void => {
    leave();
    stdin.close();
    for (const release of releases.splice(0)) release();
  };
  return {
    stdin,
    stdout,
    stderr,
    failed,
    settle: async () => {
      leave();
      stdin.close();
      stdout.end();
      stderr.end();
      await Promise.race([Promise.all(pumps), abandoned]);
      letGo();
    },
    destroy: () => {
      stdout.close();
      stderr.close();
      abandon();
      letGo();
    },
  };
};

const sourceOf = (stdin: Streams['stdin']): ByteSource | undefined => {
  if (typeof stdin !== 'object' || !('file' in stdin)) return stdin;
  const file = resolve(stdin.file);
  try {
    accessSync(file, constants.R_OK);
  } catch (cause) {
    throw new RuntimeError('ERR_STREAM', `stdin: cannot open ${file}: ${(cause as Error).message}`, {
      cause,
    });
  }
  return createReadStream(file);
};
