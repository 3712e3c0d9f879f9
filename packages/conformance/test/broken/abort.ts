import { setImmediate as turn } from 'node:timers/promises';
import type { ExitStatus, RunOptions, Runtime } from '@caisson/core';
import { isRuntimeError, RuntimeError } from '@caisson/errors';
import { exec, run, type Specimen } from './specimen.ts';

const never = new AbortController().signal;

/** Not yet aborted: an aborted one counts as absent. */
const later = <O extends { readonly signal?: AbortSignal | undefined }>(
  options: O | undefined,
): O | undefined => (options?.signal?.aborted ? { ...options, signal: undefined } : options);

const aborted = (id: string, cause: unknown, status?: ExitStatus): RuntimeError =>
  new RuntimeError('ERR_ABORTED', `${id} was aborted`, { runtime: 'memory', id, cause, status });

/** What it rejects with, when it was aborted, is another. */
const rejecting = (change: (error: RuntimeError) => RuntimeError): ((inner: Runtime) => Runtime) =>
  run((inner) => async (...call) => {
    try {
      return await inner.run(...call);
    } catch (error) {
      throw isRuntimeError(error, 'ERR_ABORTED') ? change(error as RuntimeError) : error;
    }
  });

/** Heeds an abort only where it comes after `from` has been called. */
const heeding = (when: 'started' | 'after onStarted'): ((inner: Runtime) => Runtime) =>
  run((inner) => (id, bundle, options: RunOptions = {}) => {
    const { signal, onStarted } = options;
    if (!(signal instanceof AbortSignal) || signal.aborted) return inner.run(id, bundle, options);
    const own = new AbortController();
    const heed = (): void => signal.addEventListener('abort', () => own.abort(signal.reason), { once: true });
    return inner.run(id, bundle, {
      ...options,
      signal: own.signal,
      onStarted: async (started) => {
        if (when === 'started') heed();
        await onStarted?.(started);
        if (when === 'after onStarted') heed();
      },
    });
  });

export const abort: readonly Specimen[] = [
  {
    it: 'does not look whether a signal is aborted already',
    breaks: (inner) => ({
      ...inner,
      run: (id, bundle, options) => inner.run(id, bundle, later(options)),
      kill: (id, signal, options) => inner.kill(id, signal, later(options)),
    }),
  },
  {
    it: 'runs what is aborted already, and then rejects',
    breaks: run((inner) => async (id, bundle, options) => {
      if (!options?.signal?.aborted) return inner.run(id, bundle, options);
      const status = await inner.run(id, bundle, later(options));
      throw aborted(id, options.signal.reason, status);
    }),
  },
  {
    it: 'does not tell why a run was aborted',
    breaks: rejecting(({ id, status }) => aborted(id ?? '', undefined, status)),
  },
  {
    it: 'does not tell how an aborted run has ended',
    breaks: rejecting(({ id, cause }) => aborted(id ?? '', cause)),
  },
  {
    it: 'ignores the abort of a run',
    breaks: run(
      (inner) => (id, bundle, options) =>
        inner.run(
          id,
          bundle,
          options?.signal instanceof AbortSignal && !options.signal.aborted
            ? { ...options, signal: never }
            : options,
        ),
    ),
  },
  {
    it: 'leaves what an aborted run has begun',
    breaks: run((inner) => (id, bundle, options) => {
      const { signal } = options ?? {};
      if (!(signal instanceof AbortSignal) || signal.aborted) return inner.run(id, bundle, options);
      const work = inner.run(id, bundle, { ...options, signal: undefined });
      work.catch(() => {});
      const { promise, reject } = Promise.withResolvers<never>();
      signal.addEventListener('abort', () => reject(aborted(id, signal.reason)), { once: true });
      return Promise.race([work, promise]);
    }),
  },
  {
    it: 'kills an aborted run without asking',
    breaks: run((inner) => (id, bundle, options) => inner.run(id, bundle, { ...options, stop: undefined })),
  },
  {
    it: 'waits for ever for an aborted run that was asked',
    breaks: run((inner) => (id, bundle, options = {}) => {
      const { stop } = options;
      return inner.run(id, bundle, stop ? { ...options, stop: { ...stop, graceMs: 2 ** 31 - 1 } } : options);
    }),
  },
  { it: 'forgets an abort that comes before the start', breaks: heeding('started') },
  { it: 'forgets an abort that comes in onStarted', breaks: heeding('after onStarted') },
  {
    it: 'starts a run that was aborted in onCreated',
    breaks: run((inner) => (id, bundle, options: RunOptions = {}) => {
      const { signal, onStarted } = options;
      if (!(signal instanceof AbortSignal) || signal.aborted) return inner.run(id, bundle, options);
      const own = new AbortController();
      const heed = (): void => own.abort(signal.reason);
      return inner.run(id, bundle, {
        ...options,
        signal: own.signal,
        onStarted: async (started) => {
          for (let i = 0; i < 5; i++) await turn();
          if (signal.aborted) heed();
          else signal.addEventListener('abort', heed, { once: true });
          await onStarted?.(started);
        },
      });
    }),
  },
  {
    it: 'ends the container of an aborted exec',
    breaks: exec((inner) => async (id, process, options) => {
      try {
        return await inner.exec(id, process, options);
      } catch (error) {
        if (isRuntimeError(error, 'ERR_ABORTED') && !options?.signal?.reason?.expected) {
          await inner.kill(id, 'SIGKILL').catch(() => {});
        }
        throw error;
      }
    }),
  },
  {
    it: 'leaves the process of an aborted exec',
    breaks: exec((inner) => (id, process, options) => {
      const { signal } = options ?? {};
      if (!(signal instanceof AbortSignal) || signal.aborted || options?.stop)
        return inner.exec(id, process, options);
      const work = inner.exec(id, process, { ...options, signal: undefined });
      work.catch(() => {});
      const { promise, reject } = Promise.withResolvers<never>();
      const onAbort = (): void => reject(aborted(id, signal.reason));
      signal.addEventListener('abort', onAbort, { once: true });
      return Promise.race([work, promise]).finally(() => signal.removeEventListener('abort', onAbort));
    }),
  },
  {
    it: 'leaves the children of an aborted exec',
    breaks: exec((inner) => async (id, process, options) => {
      const { signal, onStarted } = options ?? {};
      if (!(signal instanceof AbortSignal) || signal.aborted || process.args?.[0] !== 'family')
        return inner.exec(id, process, options);
      const status = await inner.exec(id, process, {
        ...options,
        signal: undefined,
        onStarted: async (started) => {
          const { pid } = started;
          signal.addEventListener('abort', () => void inner.kill(id, 'SIGKILL', { pid }), { once: true });
          await onStarted?.(started);
        },
      });
      throw aborted(id, signal.reason, status);
    }),
  },
  {
    it: 'kills an aborted exec without asking',
    breaks: exec(
      (inner) => (id, process, options) => inner.exec(id, process, { ...options, stop: undefined }),
    ),
  },
  {
    it: 'leaves what an aborted create has made',
    breaks: (inner) => ({
      ...inner,
      create: async (id, bundle, options) => {
        const { signal } = options ?? {};
        const state = await inner.create(id, bundle, { ...options, signal: undefined });
        if (signal?.aborted) throw aborted(id, signal.reason);
        return state;
      },
    }),
  },
  {
    it: 'kills by a signal that is none of its business any more',
    breaks: run((inner) => async (id, bundle, options) => {
      const status = await inner.run(id, bundle, options);
      const kill = (): void => void inner.kill(id, 'SIGKILL').catch(() => {});
      options?.signal?.addEventListener('abort', kill, { once: true });
      return status;
    }),
  },
];
