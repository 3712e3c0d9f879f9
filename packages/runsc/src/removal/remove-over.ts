import { existsSync, rmdirSync, unlinkSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RemoveArgs } from '@caisson/driver-kit';
import { lockPath, recorded, recordPath } from '../state-file.ts';
import { leftOf } from './left.ts';
import { locked } from './lock.ts';
import { endGofer, sandboxIsOver } from './over.ts';

/** How long the gofer, and what was in the cgroups, may take to go, in milliseconds: as long as runsc waits for them. */
const patienceMs = 5_000;

const errnoOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;

/**
 * Removes what a container has left whose sandbox is over, as `runsc delete` would, whose start alone takes a tenth of
 * a short run. `false`: that is to do it, for something is not as the record says, or is not known here.
 */
export const removeOver = async (id: string, { stateDir, force, linux }: RemoveArgs): Promise<boolean> => {
  // `run` in the foreground has deleted its own, and runsc lets a forced delete of what it does not know pass.
  if (!existsSync(recordPath(stateDir))) return force;
  try {
    // A sandbox that lives is runsc's to end, or to refuse.
    if (!sandboxIsOver(id, recorded(stateDir))) return false;
    using lock = locked(lockPath(stateDir), linux);
    const record = lock && recorded(stateDir);
    if (!record || !sandboxIsOver(id, record)) return false;
    const left = leftOf(id, stateDir, record);
    if (!left) return false;
    const soon = patience(lock.isSame);
    if (!(await soon(() => endGofer(stateDir, record)))) return false;
    for (const cgroup of left.cgroups) if (!(await soon(() => isRemoved(cgroup)))) return false;
    left.upper.every(isRemoved); // The kit removes the rest with the last container in them.
    for (const file of left.files) removeFile(file);
    return true;
  } catch {
    return false; // Another deletes it in the same moment, or it may not be touched: runsc tells.
  }
};

/** Tries until it is done; `false`: the time for all of them is up, or it is the same container no more. */
const patience = (isSame: () => boolean): ((done: () => boolean) => Promise<boolean>) => {
  const late = performance.now() + patienceMs;
  return async (done) => {
    for (let waitMs = 1; ; waitMs = Math.min(2 * waitMs, 50)) {
      if (!isSame()) return false;
      if (done()) return true;
      if (performance.now() >= late) return false;
      await sleep(waitMs);
    }
  };
};

const isRemoved = (cgroup: string): boolean => {
  try {
    rmdirSync(cgroup);
  } catch (error) {
    if (errnoOf(error) === 'EBUSY' || errnoOf(error) === 'ENOTEMPTY') return false;
    if (errnoOf(error) !== 'ENOENT') throw error;
  }
  return true;
};

const removeFile = (path: string): void => {
  try {
    unlinkSync(path);
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') throw error;
  }
};
