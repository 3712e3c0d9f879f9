import { existsSync, writeFileSync } from 'node:fs';
import { Writable } from 'node:stream';
import type { ByteSink, ExecOptions, RunOptions, Runtime, Streams } from '@caisson/core';
import { RuntimeError } from '@caisson/errors';
import { exec, hang, programIn, recoded, run, type Specimen } from './specimen.ts';

/** Its run is given other streams, and called so. */
const streaming = (change: (options: RunOptions) => Partial<Streams>): ((inner: Runtime) => Runtime) =>
  run(
    (inner) =>
      (id, bundle, options = {}) =>
        inner.run(id, bundle, { ...options, ...change(options) } as RunOptions),
  );

const isFunction = (sink: ByteSink | undefined): sink is (chunk: Uint8Array) => void | Promise<void> =>
  typeof sink === 'function';

const upTo = (limit: number, sink: ByteSink | undefined): ByteSink | undefined => {
  if (!isFunction(sink)) return sink;
  let taken = 0;
  return (chunk) => {
    if (taken > limit) return;
    taken += chunk.byteLength;
    return sink(chunk);
  };
};

async function* unending(first: unknown): AsyncGenerator<string | Uint8Array> {
  if (typeof first === 'string' || first instanceof Uint8Array) yield first;
  await hang();
}

const withStream = (error: unknown, other: Partial<{ cause: unknown }>): unknown => {
  if (!(error instanceof RuntimeError) || error.code !== 'ERR_STREAM') return error;
  return new RuntimeError('ERR_STREAM', error.message, { runtime: 'memory', status: error.status, ...other });
};

const writable = (sink: ByteSink | undefined): Writable | undefined =>
  sink instanceof Writable ? sink : undefined;

export const streams: readonly Specimen[] = [
  {
    it: 'never ends the input',
    breaks: streaming(({ stdin }) => (typeof stdin === 'string' ? { stdin: unending(stdin) } : {})),
  },
  {
    it: 'takes bytes for text',
    breaks: streaming(({ stdin }) => (stdin instanceof Uint8Array ? { stdin: String(stdin) } : {})),
  },
  {
    it: 'leaves the input open where none is given',
    breaks: streaming(({ stdin }) => (stdin === undefined ? { stdin: unending(undefined) } : {})),
  },
  {
    it: 'fails where a program does not read its input',
    breaks: run((inner) => async (id, bundle, options) => {
      const status = await inner.run(id, bundle, options);
      if (options?.stdin === undefined || programIn(bundle) === 'echo') return status;
      throw new RuntimeError('ERR_STREAM', 'EPIPE', { runtime: 'memory', id, status });
    }),
  },
  {
    it: 'takes a failing source for its end',
    breaks: streaming(({ stdin }) => {
      if (typeof stdin !== 'object' || !(Symbol.asyncIterator in stdin)) return {};
      const calm = async function* (): AsyncGenerator<string | Uint8Array> {
        try {
          yield* stdin;
        } catch {
          // It has ended.
        }
      };
      return { stdin: calm() };
    }),
  },
  {
    it: 'mixes standard error into standard output',
    breaks: streaming(({ stdout, stderr }) => (stdout && stderr ? { stdout, stderr: stdout } : {})),
  },
  {
    it: 'holds up whose output nobody takes',
    breaks: streaming(({ stdout, output }) => (stdout || output ? {} : { stdout: () => hang() })),
  },
  {
    it: 'puts standard error behind standard output',
    breaks: run((inner) => async (id, bundle, options = {}) => {
      const { output, ...rest } = options;
      if (!isFunction(output)) return inner.run(id, bundle, options);
      const later: Uint8Array[] = [];
      const apart = { stdout: output, stderr: (chunk: Uint8Array) => void later.push(chunk) };
      const status = await inner.run(id, bundle, { ...rest, ...apart } as RunOptions);
      for (const chunk of later) await output(chunk);
      return status;
    }),
  },
  {
    it: 'loses the end of a long output',
    breaks: streaming(({ stdout }) => (stdout ? { stdout: upTo(65_536, stdout) } : {})),
  },
  {
    it: 'loses the end of a long output of exec',
    breaks: exec((inner) => (id, process, options = {}) => {
      const stdout = upTo(65_536, options.stdout);
      return inner.exec(id, process, { ...options, ...(stdout ? { stdout } : {}) } as ExecOptions);
    }),
  },
  {
    it: 'ends the sink that it was given',
    breaks: run((inner) => async (id, bundle, options) => {
      const status = await inner.run(id, bundle, options);
      writable(options?.stdout)?.end();
      return status;
    }),
  },
  {
    it: 'overwrites the file that it was given',
    breaks: streaming(({ stdout }) => {
      if (typeof stdout === 'object' && 'file' in stdout && existsSync(stdout.file))
        writeFileSync(stdout.file, '');
      return {};
    }),
  },
  {
    it: 'makes files that everybody may read',
    breaks: streaming(({ stdout }) => {
      if (typeof stdout === 'object' && 'file' in stdout && !existsSync(stdout.file)) {
        writeFileSync(stdout.file, '', { mode: 0o644 });
      }
      return {};
    }),
  },
  {
    it: 'calls a function again while it is busy',
    breaks: run((inner) => async (id, bundle, options = {}) => {
      const { stdout } = options;
      if (!isFunction(stdout)) return inner.run(id, bundle, options);
      const { promise, reject } = Promise.withResolvers<never>();
      const calls: Promise<void>[] = [];
      const call = async (chunk: Uint8Array): Promise<void> => stdout(chunk);
      const racing = (chunk: Uint8Array): Promise<void> => {
        const work = call(chunk);
        work.catch(reject);
        calls.push(work);
        return Promise.race([promise, Promise.resolve()]);
      };
      const status = await inner.run(id, bundle, { ...options, stdout: racing } as RunOptions);
      await Promise.all(calls);
      return status;
    }),
  },
  {
    it: 'keeps output in memory, however much',
    breaks: run((inner) => async (id, bundle, options = {}) => {
      const { stdout } = options;
      if (!isFunction(stdout)) return inner.run(id, bundle, options);
      const { promise, reject } = Promise.withResolvers<never>();
      promise.catch(() => {});
      let queue = Promise.resolve();
      const queued = (chunk: Uint8Array): Promise<void> => {
        const own = Uint8Array.from(chunk);
        queue = queue.then(() => stdout(own));
        queue.catch(reject);
        return Promise.race([promise, Promise.resolve()]);
      };
      const status = await inner.run(id, bundle, { ...options, stdout: queued } as RunOptions);
      await queue;
      return status;
    }),
  },
  {
    it: 'swallows what a function throws',
    breaks: streaming(({ stdout }) => {
      if (!isFunction(stdout)) return {};
      return {
        stdout: async (chunk) => {
          try {
            await stdout(chunk);
          } catch {
            // It was not that important.
          }
        },
      };
    }),
  },
  {
    it: 'swallows the failure of a writable',
    breaks: streaming(({ stdout }) => {
      const sink = writable(stdout);
      sink?.on('error', () => {});
      return sink
        ? {
            stdout: (chunk) =>
              new Promise<void>((resolve) => {
                sink.write(chunk, () => resolve());
              }),
          }
        : {};
    }),
  },
  {
    it: 'does not kill what has nobody to tell',
    breaks: run((inner) => (id, bundle, options = {}) => {
      const { stdout } = options;
      if (!isFunction(stdout)) return inner.run(id, bundle, options);
      const { promise, resolve, reject } = Promise.withResolvers<Awaited<ReturnType<Runtime['run']>>>();
      const calm = async (chunk: Uint8Array): Promise<void> => {
        try {
          await stdout(chunk);
        } catch (cause) {
          reject(new RuntimeError('ERR_STREAM', 'stdout failed', { runtime: 'memory', id, cause }));
        }
      };
      inner.run(id, bundle, { ...options, stdout: calm } as RunOptions).then(resolve, reject);
      return promise;
    }),
  },
  {
    it: 'does not tell why a stream has failed',
    breaks: (inner) => {
      const untold = async <T>(work: Promise<T>): Promise<T> => {
        try {
          return await work;
        } catch (error) {
          throw withStream(error, {});
        }
      };
      return {
        ...inner,
        run: (...call) => untold(inner.run(...call)),
        exec: (...call) => untold(inner.exec(...call)),
      };
    },
  },
  {
    it: 'ends the container whose exec’s sink has failed',
    breaks: exec((inner) => async (id, process, options) => {
      try {
        return await inner.exec(id, process, options);
      } catch (error) {
        if ((error as RuntimeError).code === 'ERR_STREAM') await inner.delete(id, { force: true });
        throw error;
      }
    }),
  },
  {
    it: 'attaches nothing to what it creates',
    breaks: (inner) => ({
      ...inner,
      create: (id, bundle, { oom, signal } = {}) => inner.create(id, bundle, { oom, signal }),
    }),
  },
  {
    it: 'gives every program a terminal',
    breaks: streaming(({ output }) => {
      if (!isFunction(output)) return {};
      return {
        output: (chunk) => output(Buffer.from(Buffer.from(chunk).toString().replace('none', 'terminal'))),
      };
    }),
  },
  {
    it: 'has another code for a failed stream',
    breaks: run(
      (inner) =>
        (...call) =>
          recoded(inner.run(...call), 'ERR_STREAM', 'ERR_RUNTIME_FAILED'),
    ),
  },
];
