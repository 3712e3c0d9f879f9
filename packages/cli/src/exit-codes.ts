import { constants } from 'node:os';

// As docker(1), env(1) and timeout(1) have them.

/** The command line is wrong: nothing was started. */
export const usage = 2;
/** `--timeout` has ended it. */
export const timedOut = 124;
/** caisson or the runtime failed; of the program nothing can be told. */
export const failed = 125;
/** The program is there and cannot be executed. */
export const notExecutable = 126;
/** There is no such program in the container. */
export const notFound = 127;

/** Ended by a signal. */
export const bySignal = (signal: NodeJS.Signals): number => 128 + constants.signals[signal];
