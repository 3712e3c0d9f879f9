import type { Changed, Counter } from './count/counter.ts';

/** Counts the kills in one container, and tells each once. */
export interface KillWatch extends Disposable {
  readonly kills: () => Promise<number | 'unknown'>;
  readonly alarm: Counter['alarm'];
}

/**
 * @param open begins to listen: what happens from then on is told
 * @param fresh whether the kills that were counted before are told too
 * @param tell called with the number of each kill, in order
 */
export const watchKills = (
  open: (changed: Changed) => Counter,
  fresh: boolean,
  tell: (kill: number) => void,
): KillWatch => {
  let told = 0;
  let before = 0;
  let gone = false;
  let disposed = false;
  let counter: Counter | undefined;

  const look = (): void => {
    if (gone || disposed || counter === undefined) return;
    const count = counter.read();
    if (count === undefined) {
      gone = true;
      return;
    }
    while (before + told < count) tell(++told);
  };
  const opened = open(look);
  // Listening comes first and reading after, so that nothing is lost in between.
  if (!fresh) before = opened.read() ?? 0;
  counter = opened;
  look();
  return {
    alarm: opened.alarm,
    kills: async () => {
      look();
      return gone && !(await opened.complete()) ? 'unknown' : told;
    },
    [Symbol.dispose]: () => {
      disposed = true;
      opened[Symbol.dispose]();
    },
  };
};
