import type { ByteSink, Streams } from '@caisson/core';
import { RuntimeError } from '@caisson/errors';
import type { EngineProcess, Io } from '../engine.ts';
import { type Feed, feed } from './feed.ts';
import { type Pump, pump } from './pump.ts';
import { takerOf } from './sink.ts';

/** What an engine must provide for these streams. */
export const ioOf = (streams: Streams): Io => {
  const { stdin, output, terminal } = streams;
  if (terminal) return { stdin: 'null', stdout: 'null', stderr: 'null', terminal };
  const way = (sink: ByteSink | undefined): 'pipe' | 'null' | { readonly file: string } =>
    sink === undefined ? 'null' : isFile(sink) ? sink : 'pipe';
  return {
    stdin: stdin === undefined ? 'null' : isFile(stdin) ? stdin : 'pipe',
    stdout: output === undefined ? way(streams.stdout) : way(output),
    stderr: output === undefined ? way(streams.stderr) : 'stdout',
  };
};

const isFile = (x: unknown): x is { readonly file: string } =>
  typeof x === 'object' &&
  x !== null &&
  typeof (x as { file?: unknown }).file === 'string' &&
  !('write' in x);

/** The streams of one process, under way. */
export interface Plumbing {
  /** Rejects with `ERR_STREAM` as soon as a source or a sink fails; never resolves before `settle`. */
  readonly failed: Promise<never>;
  /** To call when the process is gone: delivers what it left, bounded, and lets go of everything. */
  readonly settle: () => Promise<void>;
  /** Lets go at once; what is in the pipes is lost. */
  readonly destroy: () => void;
}

export const plumb = (process: EngineProcess, streams: Streams): Plumbing => {
  const { promise: failed, reject } = Promise.withResolvers<never>();
  failed.catch(() => {});
  const fail = (which: string) => (cause: unknown) =>
    reject(
      new RuntimeError(
        'ERR_STREAM',
        `${which} failed: ${cause instanceof Error ? cause.message : String(cause)}`,
        { cause, reason: `the ${which} that the call was given failed` },
      ),
    );
  const feeds: Feed[] = [];
  const pumps: Pump[] = [];
  const releases: (() => void)[] = [];
  if (process.stdin && streams.stdin !== undefined && !isFile(streams.stdin)) {
    const fed = feed(streams.stdin, process.stdin);
    fed.done.catch(fail('stdin'));
    feeds.push(fed);
  }
  const drainTo = (name: 'stdout' | 'stderr' | 'output', sink: ByteSink | undefined): void => {
    const from = name === 'stderr' ? process.stderr : process.stdout;
    if (!from) return;
    if (sink === undefined || isFile(sink)) return void from.destroy();
    const { take, failed: broken, release } = takerOf(sink);
    const moving = pump(from, take, process.flows);
    moving.done.catch(fail(name));
    broken.catch(fail(name));
    pumps.push(moving);
    releases.push(release);
  };
  if (streams.output !== undefined) drainTo('output', streams.output);
  else {
    drainTo('stdout', streams.stdout);
    drainTo('stderr', streams.stderr);
  }
  const stop = (): void => {
    for (const fed of feeds) fed.stop();
  };
  return {
    failed,
    settle: async () => {
      stop();
      try {
        await Promise.allSettled(pumps.map((p) => p.drain()));
      } finally {
        for (const release of releases) release();
      }
    },
    destroy: () => {
      stop();
      for (const p of pumps) p.destroy();
      for (const release of releases) release();
    },
  };
};
