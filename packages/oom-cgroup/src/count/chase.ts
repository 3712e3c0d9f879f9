/** After an event the count follows soon: when to look again, in milliseconds each time; a second in all. */
const waitsMs = [1, 1, 1, 2, 2, 4, 4, 8, 8, 16, 32, 64, 128, 256, 512];

export interface Chase extends Disposable {
  /** An event has come: looks now, and again until nothing is pending. */
  readonly begin: () => void;
}

export interface ChaseParts {
  readonly look: () => void;
  readonly pending: () => boolean;
  /** What is still pending after all that was no kill. */
  readonly giveUp: () => void;
}

/** Costs nothing while there is no event, and never keeps Node alive. */
export const chase = ({ look, pending, giveUp }: ChaseParts): Chase => {
  let timer: NodeJS.Timeout | undefined;
  const stop = (): void => {
    clearTimeout(timer);
    timer = undefined;
  };
  const step = (at: number): void => {
    stop();
    look();
    if (!pending()) return;
    const waitMs = waitsMs[at];
    if (waitMs === undefined) giveUp();
    else timer = setTimeout(step, waitMs, at + 1).unref();
  };
  return { begin: () => step(0), [Symbol.dispose]: stop };
};
