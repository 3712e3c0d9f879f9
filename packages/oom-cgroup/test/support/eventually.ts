import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';

/** Waits for a value, generously. */
export const eventually = (ask: () => unknown, value: unknown): Promise<void> =>
  expect.poll(ask, { timeout: 60_000, interval: 5 }).toEqual(value);

/** Gives what might be told wrongly the time to be: longer than a watcher goes on looking after an event. */
export const calm = (): Promise<void> => sleep(1500);
