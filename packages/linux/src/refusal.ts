import { isMainThread } from 'node:worker_threads';
import { RuntimeError } from '@caisson/errors';
import type { Native } from './native.ts';
import { pidfdOpen } from './pidfd.ts';
import { P_PIDFD, waitid } from './reaper/waitid.ts';

export const refusal = (reason: string, cause?: unknown): RuntimeError =>
  new RuntimeError('ERR_NOT_SUPPORTED', `Linux's own system calls cannot be used here: ${reason}`, {
    reason,
    cause,
  });

/** Why this place is not one for the native part, known before anything is loaded. */
export const unfit = (
  place: { readonly platform: string; readonly isMainThread: boolean } = {
    platform: process.platform,
    isMainThread,
  },
): string | undefined => {
  if (place.platform !== 'linux') return `this is ${place.platform}, not Linux`;
  if (!place.isMainThread)
    return 'this is a Worker; only the main thread has the event loop that children belong to';
  return undefined;
};

/**
 * Tries pidfd_open and waitid on a pidfd on this process itself: kernels before 5.4 lack the one or the other, and
 * a seccomp filter may refuse them on any.
 */
export const tryPidfd = (native: Native): void => {
  const pidfd = pidfdOpen(native)(process.pid);
  try {
    waitid(native).reap(P_PIDFD, pidfd);
  } catch (error) {
    // No process is a child of itself: that is the answer of a kernel that knows the question.
    if ((error as NodeJS.ErrnoException).code !== 'ECHILD') throw error;
  } finally {
    native.close(pidfd);
  }
};
