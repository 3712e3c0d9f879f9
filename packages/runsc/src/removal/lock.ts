import { closeSync, constants, fstatSync, openSync, readFileSync, statSync } from 'node:fs';
import type { RemoveArgs } from '@caisson/driver-kit';

/** runsc's lock on the record of a container, which goes with the container. */
interface Lock extends Disposable {
  /** Whether it is still the container's: another program may have deleted it, and made one of the same id. */
  readonly isSame: () => boolean;
}

/**
 * Takes it; `undefined` where a command of runsc's has it, which may be about to write the record, or to delete the
 * container. Without flock(2) it is only seen that nobody has it: a command that begins later finds the sandbox gone,
 * and writes nothing.
 */
export const locked = (path: string, linux: RemoveArgs['linux']): Lock | undefined => {
  const fd = openSync(path, constants.O_RDONLY);
  const { ino } = fstatSync(fd);
  const isSame = (): boolean => statSync(path, { throwIfNoEntry: false })?.ino === ino;
  const free = linux ? linux.tryLock(fd) : !isListed(ino);
  if (free && isSame()) return { isSame, [Symbol.dispose]: () => closeSync(fd) };
  closeSync(fd);
  return undefined;
};

// Not where there is another way: the kernel waits for a grace period of RCU to read it, some 10 ms.
const isListed = (inode: number): boolean => readFileSync('/proc/locks', 'utf8').includes(`:${inode} `);
