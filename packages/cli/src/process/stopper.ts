import type { Duration } from '../arguments/duration.ts';

/** Why a program is ended from outside. */
export type StopCause =
  | { readonly kind: 'signal'; readonly signal: NodeJS.Signals }
  | { readonly kind: 'timeout'; readonly text: string };

/** Ends a program at Ctrl-C, SIGTERM, SIGHUP or a timeout, and kills it at a second signal. */
export interface Stopper extends Disposable {
  /** Aborted when it is to be asked to stop. */
  readonly signal: AbortSignal;
  /** Aborted when it is to be killed at once. */
  readonly force: AbortSignal;
  readonly cause: () => StopCause | undefined;
  /** To call when the program runs: its time begins. */
  readonly started: () => void;
}

/** By which a program is asked to stop. */
export const asking = 'SIGTERM';

/** npm passes on a Ctrl-C that the terminal has sent to all: copies of one signal come within this, in milliseconds. */
const echoMs = 300;

const heeded: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

export const stopper = (timeout: Duration | undefined): Stopper => {
  const ask = new AbortController();
  const force = new AbortController();
  let cause: StopCause | undefined;
  let since = Number.POSITIVE_INFINITY;
  const stop = (why: StopCause): void => {
    if (cause) return;
    cause = why;
    since = performance.now();
    ask.abort(why);
  };
  const onAsk = (signal: NodeJS.Signals): void => {
    if (performance.now() - since > echoMs) force.abort();
    stop({ kind: 'signal', signal });
  };
  const onQuit = (): void => {
    stop({ kind: 'signal', signal: 'SIGQUIT' });
    force.abort();
  };
  for (const signal of heeded) process.on(signal, onAsk);
  process.on('SIGQUIT', onQuit);
  let timer: NodeJS.Timeout | undefined;
  const started = (): void => {
    if (timeout) timer ??= setTimeout(() => stop({ kind: 'timeout', text: timeout.text }), timeout.ms);
  };
  return {
    signal: ask.signal,
    force: force.signal,
    cause: () => cause,
    started,
    [Symbol.dispose]: () => {
      clearTimeout(timer);
      for (const signal of heeded) process.off(signal, onAsk);
      process.off('SIGQUIT', onQuit);
    },
  };
};
