import type { Signal } from '@caisson/core';
import type { ScriptedProcess } from '../program.ts';
import type { Pipe } from '../streams/pipe.ts';
import { type Birth, gone, type Running } from './running.ts';
import { numberOf } from './signals.ts';

/** A process as its program sees it. */
export const scripted = (
  birth: Birth,
  running: Running,
  signal: AbortSignal,
  handlers: Map<number, () => void>,
  end: (exitCode: number, signal: Signal | null) => void,
): { readonly face: ScriptedProcess; readonly written: () => Promise<void> } => {
  const { plumbing, thawed } = birth;
  let last: Promise<void> = Promise.resolve();
  /** The work, while the process lives and its container is not paused. */
  const alive = <T>(work: Promise<T>): Promise<T> => {
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    promise.catch(() => {}); // A program need not wait for it.
    const leave = (): void => reject(gone);
    if (signal.aborted) leave();
    signal.addEventListener('abort', leave, { once: true });
    work
      .then(async (value) => {
        await thawed();
        return value;
      })
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', leave));
    return promise;
  };
  const writing =
    (into: Pipe): ScriptedProcess['stdout'] =>
    (data) => {
      if (signal.aborted) return alive(Promise.resolve());
      const bytes = typeof data === 'string' ? Buffer.from(data) : data;
      const written = alive(into.write(bytes));
      last = Promise.all([last, written.catch(() => {})]).then(() => {});
      return written;
    };
  const reading = async function* (): AsyncGenerator<Uint8Array, void> {
    const next = (): Promise<Uint8Array | undefined> => alive(plumbing.stdin.read());
    for (let bytes = await next(); bytes; bytes = await next()) yield bytes;
  };
  const sleep = (ms?: number): Promise<void> => {
    if (ms === undefined || signal.aborted) return alive(new Promise(() => {}));
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
    return alive(promise);
  };
  const face: ScriptedProcess = {
    pid: birth.pid,
    args: birth.args,
    env: Object.fromEntries(birth.env.map((pair) => pair.split(/=(.*)/s, 2))),
    cwd: birth.cwd,
    state: birth.state,
    restored: birth.restored,
    signal,
    stdin: { [Symbol.asyncIterator]: reading },
    stdout: writing(plumbing.stdout),
    stderr: writing(plumbing.stderr),
    sleep,
    on: (name, handler) => {
      const number = numberOf(name);
      if (number === undefined) throw new TypeError(`${String(name)} is no signal.`);
      handlers.set(number, handler);
    },
    exit: (code = 0) => {
      end(code & 255, null);
      throw gone;
    },
    fork: (...args) => {
      if (signal.aborted) throw gone;
      return birth.fork(running, args);
    },
    allocate: (bytes) => {
      if (!signal.aborted) birth.allocate(running, bytes);
      if (signal.aborted) throw gone;
    },
  };
  return { face, written: () => last };
};
