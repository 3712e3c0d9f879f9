import spinner, { type Spinner } from 'yocto-spinner';

/** A spinner on a terminal's standard error while there is nothing else to see. */
export interface Progress extends Disposable {
  readonly stop: () => void;
  /** Another text from now on. */
  readonly tell: (text: string) => void;
}

/** What is done sooner is not worth a flicker, in milliseconds. */
const patienceMs = 300;

export const progress = (first: string): Progress => {
  let text = first;
  let shown: Spinner | undefined;
  const start = (): void => {
    // Its own handling of Ctrl-C would end this process in the middle of a create.
    shown = spinner({ text, stream: process.stderr, handleSignals: false }).start();
  };
  const timer = process.stderr.isTTY ? setTimeout(start, patienceMs).unref() : undefined;
  const stop = (): void => {
    clearTimeout(timer);
    shown?.stop();
    shown = undefined;
  };
  const tell = (next: string): void => {
    text = next;
    if (shown) shown.text = next;
  };
  return { stop, tell, [Symbol.dispose]: stop };
};
