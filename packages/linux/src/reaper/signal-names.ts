import { constants } from 'node:os';

/** The first name of each number: SIGABRT, not SIGIOT. Real-time signals have none. */
export const signalNames: ReadonlyMap<number, NodeJS.Signals> = new Map(
  Object.entries(constants.signals)
    .reverse()
    .map(([name, number]) => [number, name as NodeJS.Signals]),
);
