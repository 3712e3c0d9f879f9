import type { ByteSink, Process, Runtime, Started } from '@caisson/core';
import { InvalidOptionError } from '@caisson/errors';
import { runHook } from './run-hook.ts';

/** A process that is run inside a container before it counts as started. */
export interface StartupHook {
  /** As `exec` takes it: `{ args, cwd, env }`. */
  readonly process: Process;
  /** In errors. Default: its arguments. */
  readonly name?: string | undefined;
  /** In milliseconds; then it is killed and has failed. Default: 60 000. */
  readonly timeoutMs?: number | undefined;
  /** Where its output goes, beside the error's `words`. Default: nowhere. */
  readonly output?: ByteSink | undefined;
}

declare module '@caisson/core' {
  interface ErrorCodes {
    /** A startup hook did not exit with 0; the container was removed. `words` has the end of its output. */
    readonly ERR_STARTUP_HOOK: true;
  }
}

/**
 * The same runtime, with hooks: `run`, after its start and before `onStarted`, and `start` run them inside the
 * container, one after the other. One that does not exit with 0 kills the container and removes it, and the call
 * rejects with `ERR_STARTUP_HOOK`. A container whose own program ends first needs no more hooks: its status tells.
 * A restore runs none, for its program has started long ago.
 * @throws `ERR_INVALID_OPTION`, a `TypeError`, for hooks that are none
 */
export const withStartupHooks = <R extends Runtime>(runtime: R, hooks: readonly StartupHook[]): R => {
  check(hooks);
  const { run, start } = runtime;
  const runAll = async (verb: string, id: string, signal: AbortSignal): Promise<void> => {
    for (const hook of hooks) if (!(await runHook(runtime, { verb, id, hook, signal }))) return;
  };
  const wrapped: Pick<Runtime, 'run' | 'start'> = {
    run: async (id, bundle, options = {}) => {
      // What is no object, or no function, is the runtime's own to refuse.
      if (typeof options !== 'object' || options === null) return await run(id, bundle, options);
      if (options.onStarted !== undefined && typeof options.onStarted !== 'function') {
        return await run(id, bundle, options);
      }
      const over = new AbortController();
      const signal = either(options.signal, over.signal);
      let hooking: Promise<void> | undefined;
      const onStarted = async (started: Started): Promise<void> => {
        hooking = runAll('run', id, signal);
        await hooking;
        await options.onStarted?.(started);
      };
      try {
        return await run(id, bundle, { ...options, onStarted });
      } finally {
        over.abort();
        await hooking?.catch(() => {}); // Its failure is what run has rejected with, or came of run's own.
      }
    },
    start: async (id, options) => {
      await start(id, options);
      try {
        await runAll('start', id, either(options?.signal));
      } catch (error) {
        await runtime.delete(id, { force: true });
        throw error;
      }
    },
  };
  return { ...runtime, ...wrapped };
};

const either = (...signals: readonly (AbortSignal | undefined)[]): AbortSignal =>
  AbortSignal.any(signals.filter((signal) => signal instanceof AbortSignal));

/** @throws `ERR_INVALID_OPTION` */
const check = (hooks: readonly StartupHook[]): void => {
  if (!Array.isArray(hooks)) throw new InvalidOptionError('withStartupHooks: give an array of hooks');
  hooks.forEach((hook: Partial<StartupHook> | null, index) => {
    const wrong = faultIn(hook);
    if (wrong !== undefined) throw new InvalidOptionError(`withStartupHooks: hooks[${index}]${wrong}`);
  });
};

const faultIn = (hook: Partial<StartupHook> | null): string | undefined => {
  if (typeof hook !== 'object' || hook === null) return ': give { process }';
  const { process, timeoutMs } = hook;
  const unknown = Object.keys(hook).find((key) => !['process', 'name', 'timeoutMs', 'output'].includes(key));
  if (unknown !== undefined) return `: there is no ${unknown}; known are process, name, timeoutMs, output`;
  if (!Array.isArray(process?.args) || process.args.length === 0) return '.process.args: give a program';
  if (timeoutMs !== undefined && !(timeoutMs > 0 && timeoutMs < 2 ** 31)) {
    return '.timeoutMs: give a number of milliseconds above 0 and below 2^31';
  }
  return undefined;
};
