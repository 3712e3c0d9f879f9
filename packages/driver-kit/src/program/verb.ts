import { setTimeout as sleep } from 'node:timers/promises';
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
  const bound = new AbortController();
  const late = lateness(running.kill, timeoutMs, bound.signal);
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
    bound.abort();
    signal?.removeEventListener('abort', onAbort);
    stdout.leave();
    stderr.leave();
  }
};

/** Asks a command that takes too long to end, then kills it, then gives it up (a process in uninterruptible sleep). */
export const lateness = (
  kill: (signal: NodeJS.Signals) => void,
  timeoutMs: number,
  over: AbortSignal,
): { readonly expired: Promise<undefined>; readonly hit: () => boolean } => {
  let hit = false;
  const wait = (ms: number): Promise<void> => sleep(ms, undefined, { signal: over });
  const expire = async (): Promise<undefined> => {
    await wait(timeoutMs);
    hit = true;
    kill('SIGTERM');
    await wait(termGraceMs);
    kill('SIGKILL');
    await wait(termGraceMs);
  };
  // Ended by `over`, it stays pending: the race is decided by then.
  return { expired: expire().catch(() => new Promise<undefined>(() => {})), hit: () => hit };
};
