import { execFileSync } from 'node:child_process';

/** Takes a mount off, with those below it, though it be in use; where there is none, nothing. */
export const detachMount = (path: string): void => {
  try {
    execFileSync('umount', ['--lazy', path], { stdio: 'ignore' });
  } catch {
    // It was not mounted yet, or another was quicker.
  }
};
