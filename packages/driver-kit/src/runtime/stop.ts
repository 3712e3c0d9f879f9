import type { Signal, Stop } from '@caisson/core';

/** How long a killed process may take to be gone, in milliseconds. */
export const killedMs = 10_000;
/** How long the output of an aborted process may take to be delivered, in milliseconds. */
const deliverMs = 2_000;

export interface Stoppable {
  /** The process's own end. */
  readonly exited: Promise<unknown>;
  /** Its end with its streams delivered. */
  readonly ended: Promise<unknown>;
  /** It can be asked and killed when this has settled. */
  readonly ready?: Promise<unknown> | undefined;
  readonly kill: (signal: Signal, all: boolean) => Promise<void>;
  /** Lets go of its streams. */
  readonly abandon: () => void;
}

/** Asks, waits for the grace, kills all, and waits, bounded. Never rejects. */
export const stopProcess = async (
  { exited, ended, ready, kill, abandon }: Stoppable,
  stop: Stop | undefined,
): Promise<void> => {
  const gone = settled(exited);
  // A start that is under way can be neither asked nor killed yet: the runtime does not know its container.
  if (ready) await within(settled(Promise.race([ready, exited])), stop?.graceMs ?? killedMs);
  if (stop && !(await within(gone, 0))) {
    await within(
      kill(stop.signal, false).catch(() => {}),
      killedMs,
    );
    await within(gone, stop.graceMs);
  }
  // Also where it has ended in time: its group may hold others.
  await within(
    // Without a cgroup of its own (rootless) all cannot be found; init's end is theirs in its pid namespace.
    kill('SIGKILL', true)
      .catch(() => kill('SIGKILL', false))
      .catch(() => {}),
    killedMs,
  );
  await within(gone, killedMs);
  if (await within(settled(ended), deliverMs)) return;
  abandon();
  await within(settled(ended), deliverMs);
};

export const settled = (work: Promise<unknown>): Promise<void> =>
  work.then(
    () => {},
    () => {},
  );

/** Whether it settled in time. */
export const within = async (work: Promise<void>, ms: number): Promise<boolean> => {
  const { promise: late, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), ms);
  try {
    return await Promise.race([work.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
};
