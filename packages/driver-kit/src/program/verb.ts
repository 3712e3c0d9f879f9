import type { Launch, Program } from './launch.ts';
import { collect } from './said.ts';

/** How a command ended that was run for its answer. */
export interface VerbEnd {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  /** It took too long and was ended. */
  readonly timedOut: boolean;
}

/** What a runtime may answer at most, in bytes: a list of some 100,000 containers. */
const answerLimit = 64 << 20;
/** How long a command that took too long has between SIGTERM and SIGKILL, in milliseconds. */
const termGraceMs = 2_000;

/**
 * Runs a command to its exit, bounded in time, and collects what it says.
 * @throws the system's error where it cannot be started.
 */
export const runVerb = async (
  launch: Launch,
  program: Program,
  { timeoutMs, signal }: { readonly timeoutMs: number; readonly signal?: AbortSignal | undefined },
): Promise<VerbEnd> => {
  signal?.throwIfAborted();
  const running = launch(program);
  const stdout = collect(running.stdout, answerLimit);
  const stderr = collect(running.stderr, answerLimit);
  // Only verbs that change nothing are given a signal: a command that makes or removes something is let finish.
  const onAbort = (): void => running.kill('SIGKILL');
  signal?.addEventListener('abort', onAbort, { once: true });
  using late = lateness(running.kill, timeoutMs);
  try {
    const end = await Promise.race([running.exited, late.expired]);
    signal?.throwIfAborted();
    return {
      ...(end ?? { exitCode: null, signal: 'SIGKILL' }),
      stdout: await stdout.text(),
      stderr: await stderr.text(),
      timedOut: late.hit(),
    };
  } finally {
    signal?.removeEventListener('abort', onAbort);
    stdout.leave();
    stderr.leave();
  }
};

/** The bound on a command's time. Disposing it ends it. */
export interface Lateness extends Disposable {
  /** Settles when the command has been given up; never where it is disposed before. */
  readonly expired: Promise<undefined>;
  /** Whether the time ran out. */
  readonly hit: () => boolean;
}

/** Asks a command that takes too long to end, then kills it, then gives it up (a process in uninterruptible sleep). */
export const lateness = (kill: (signal: NodeJS.Signals) => void, timeoutMs: number): Lateness => {
  const { promise: expired, resolve } = Promise.withResolvers<undefined>();
  let hit = false;
  const giveUp = (): void => resolve(undefined);
  const force = (): void => {
    kill('SIGKILL');
    timer = setTimeout(giveUp, termGraceMs);
  };
  const ask = (): void => {
    hit = true;
    kill('SIGTERM');
    timer = setTimeout(force, termGraceMs);
  };
  let timer = setTimeout(ask, timeoutMs);
  return { expired, hit: () => hit, [Symbol.dispose]: () => clearTimeout(timer) };
};
