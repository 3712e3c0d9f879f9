import type { ByteSink, ExitStatus, Runtime } from '@caisson/core';
import { isRuntimeError, RuntimeError } from '@caisson/errors';
import type { StartupHook } from './startup-hooks.ts';
import { tail } from './tail.ts';

interface HookCall {
  readonly verb: string;
  readonly id: string;
  readonly hook: StartupHook;
  readonly signal: AbortSignal;
}

/**
 * Runs one hook.
 * @returns false where the container had ended before it was done
 * @throws `ERR_STARTUP_HOOK`, or `ERR_ABORTED` where its call was
 */
export const runHook = async (runtime: Runtime, { verb, id, hook, signal }: HookCall): Promise<boolean> => {
  const { timeoutMs = 60_000 } = hook;
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), timeoutMs);
  const said = tail();
  const failed = (reason: string, cause?: unknown): RuntimeError => {
    const name = hook.name ?? hook.process.args?.join(' ') ?? '';
    const message = `${runtime.name} ${verb} ${id}: the startup hook ${name} ${reason}`;
    const facts = { runtime: runtime.name, verb, id, reason: `the startup hook ${name} ${reason}`, cause };
    return new RuntimeError('ERR_STARTUP_HOOK', message, { ...facts, words: said.text() });
  };
  try {
    const status = await runtime.exec(id, hook.process, {
      signal: AbortSignal.any([signal, late.signal]),
      output: intoBoth(said.take, hook.output),
    });
    if (status.exitCode === 0) return true;
    // One that was killed may have gone down with its container.
    if (status.exitCode > 128 && (await hasEnded(runtime, id))) return false;
    throw failed(how(status), status);
  } catch (error) {
    if (isRuntimeError(error, 'ERR_STARTUP_HOOK') || signal.aborted) throw error;
    if (late.signal.aborted) throw failed(`was not done in ${timeoutMs} ms`, error);
    if (isRuntimeError(error, 'ERR_CONTAINER_NOT_RUNNING', 'ERR_CONTAINER_NOT_FOUND')) return false;
    if (await hasEnded(runtime, id)) return false;
    throw failed(`could not be run: ${(error as Error).message}`, error);
  } finally {
    clearTimeout(timer);
  }
};

const how = ({ exitCode, signal }: ExitStatus): string =>
  signal === null ? `exited with ${exitCode}` : `was ended by signal ${signal} (exit code ${exitCode})`;

const hasEnded = async (runtime: Runtime, id: string): Promise<boolean> => {
  try {
    return (await runtime.state(id)).status === 'stopped';
  } catch (error) {
    return isRuntimeError(error, 'ERR_CONTAINER_NOT_FOUND');
  }
};

/** The end of what it says is kept for an error; the caller's sink sets the pace. */
const intoBoth = (keep: (chunk: Uint8Array) => void, sink: ByteSink | undefined): ByteSink => {
  if (sink === undefined) return keep;
  if (typeof sink === 'function') {
    return (chunk) => {
      keep(chunk);
      return sink(chunk);
    };
  }
  if (!('write' in sink)) return sink; // A file has it all.
  return (chunk) => {
    keep(chunk);
    return new Promise((resolve, reject) => {
      sink.write(chunk, (error) => (error ? reject(error) : resolve()));
    });
  };
};
