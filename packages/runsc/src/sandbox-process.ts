import { readFileSync } from 'node:fs';
import type { State } from '@caisson/core';

/**
 * Whether a container's sandbox runs. A dead one that its parent has not reaped yet has no command line, and the
 * number of one that was reaped may be another process's by now.
 */
export const sandboxRuns = (id: string, pid: number): boolean => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(id);
  } catch {
    return false;
  }
};

/**
 * What runsc tells of a container, set right by its sandbox's own life. runsc asks the sandbox, which says for a moment
 * that its program has ended; when nobody answers any more, it takes what was not reaped for what runs: a container was
 * "stopped", then "running", then "stopped" (runsc/container/container.go, CheckStopped). For a paused one it does not
 * look at all.
 */
export const bySandbox = (told: State, pid: number | undefined): State => {
  if (pid === undefined) return told;
  const { pid: _, status, ...state } = told;
  if (!sandboxRuns(told.id, pid)) return { ...state, status: 'stopped' };
  return { ...state, status: status === 'stopped' ? 'running' : status, pid };
};
