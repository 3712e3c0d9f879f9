import type { Signal, Stop } from '@caisson/core';
import { bounded } from './bounded.ts';

/** How long the output of an aborted process may take to be delivered, in milliseconds. */
const deliverMs = 2_000;

/** Asks, waits for the grace, kills, and waits, bounded, for what it has left to be delivered. Never rejects. */
export const stopProcess = async (
  {
    exited,
    ended,
    kill,
    killAll,
    abandon,
  }: {
    readonly exited: Promise<unknown>;
    readonly ended: Promise<unknown>;
    readonly kill: (signal: Signal) => void;
    readonly killAll: () => void;
    readonly abandon: () => void;
  },
  stop: Stop | undefined,
): Promise<void> => {
  if (stop) {
    kill(stop.signal);
    await bounded(() => exited, undefined, stop.graceMs);
  }
  killAll();
  const settled = ended.then(
    () => true,
    () => true,
  );
  if (await bounded(() => settled, false, deliverMs)) return;
  abandon();
  await settled;
};
