import type { ExitStatus, Runtime } from '@caisson/core';

/** What a call of a runtime does. */
export type Verb = Exclude<keyof Runtime, 'name' | 'version' | 'capabilities' | symbol>;

const verbs: readonly Verb[] = [
  'prepare',
  'run',
  'create',
  'start',
  'wait',
  'exec',
  'kill',
  'delete',
  'state',
  'list',
  'events',
  'checkpoint',
  'restore',
  'pause',
  'resume',
  'update',
  'stats',
  'processes',
  'close',
];

/** A call that begins. */
export interface Call {
  readonly runtime: string;
  readonly verb: Verb;
  readonly id: string | undefined;
}

/** How it ended. */
export type End =
  | { readonly durationMs: number; readonly status: ExitStatus | undefined }
  | { readonly durationMs: number; readonly error: unknown };

/** Told of a call that begins; its result is told of the end. Neither may throw. */
export type Watch = (call: Call) => (end: End) => void;

type Loose = (...args: readonly unknown[]) => unknown;

/** The same runtime, each call of it watched: what comes in goes through unchanged, and so does what comes out. */
export const around = <R extends Runtime>(runtime: R, watch: Watch): R => {
  const watched: Record<string, Loose> = {};
  for (const verb of verbs) {
    const inner = runtime[verb] as unknown as Loose;
    watched[verb] = (...args) => {
      const began = performance.now();
      const end = watch({ runtime: runtime.name, verb, id: idOf(verb, args) });
      const done = (value: unknown): void =>
        end({ durationMs: performance.now() - began, status: statusIn(verb, value) });
      const failed = (error: unknown): void => end({ durationMs: performance.now() - began, error });
      try {
        const answer = inner(...args);
        if (answer instanceof Promise) answer.then(done, failed);
        else done(undefined); // A subscription has begun.
        return answer;
      } catch (error) {
        failed(error);
        throw error;
      }
    };
  }
  return { ...runtime, ...watched, [Symbol.asyncDispose]: watched['close'] };
};

const idOf = (verb: Verb, [first, second]: readonly unknown[]): string | undefined => {
  const id = verb === 'prepare' ? (second as { readonly id?: unknown } | undefined)?.id : first;
  return typeof id === 'string' ? id : undefined;
};

const statusIn = (verb: Verb, value: unknown): ExitStatus | undefined =>
  verb === 'run' || verb === 'wait' || verb === 'exec' || verb === 'restore'
    ? (value as ExitStatus)
    : undefined;
