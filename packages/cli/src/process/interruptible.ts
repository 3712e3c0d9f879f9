import { bySignal } from '../exit-codes.ts';
import { stopped } from './stopped.ts';
import { stopper } from './stopper.ts';

/**
 * Runs what has no program of its own to attend, and gives the exit code. Whatever does not look at the signal is
 * let finish, so that nothing is left half done; a second Ctrl-C ends this process.
 */
export const interruptible = async (work: (signal: AbortSignal) => Promise<void>): Promise<number> => {
  using stop = stopper(undefined);
  stop.force.addEventListener('abort', () => process.exit(bySignal('SIGINT')), { once: true });
  try {
    await work(stop.signal);
    return 0;
  } catch (error) {
    const failure = stopped('', stop.cause(), error);
    if (failure) return failure.exitCode;
    throw error;
  }
};
