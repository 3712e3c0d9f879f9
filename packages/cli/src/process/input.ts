import { fstatSync, statSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { isatty } from 'node:tty';

/**
 * This process's standard input as a program's: always where it is a file or a pipe, and where it is a terminal
 * only if it is wanted, so that a run in a script or in the background does not wait for a keyboard.
 */
export const input = (wanted: boolean): Readable | undefined =>
  (isatty(0) ? wanted : !isNull()) ? process.stdin : undefined;

/** /dev/null is what a program gets without any input. */
const isNull = (): boolean => {
  try {
    const found = fstatSync(0);
    return found.isCharacterDevice() && found.rdev === statSync('/dev/null').rdev;
  } catch {
    return true;
  }
};
