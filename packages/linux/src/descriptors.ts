import { constants } from 'node:os';
import { checkInteger } from './arguments.ts';
import type { Pipe } from './linux.ts';
import { checked, type Native } from './native.ts';
import { systemError } from './system-error.ts';

/** The same number on every architecture that Node is built for. */
export const O_CLOEXEC = 0o2000000;
const O_NONBLOCK = 0o4000;
// sys/file.h
const LOCK_EX = 2;
const LOCK_NB = 4;

export const pipe = (native: Native) => (): Pipe => {
  const ends = new Int32Array(2);
  checked(native, 'pipe2', native.pipe2(ends, O_CLOEXEC));
  const [read = -1, write = -1] = ends;
  return { read, write };
};

export const eventfd =
  (native: Native) =>
  (initial = 0): number => {
    checkInteger('initial', initial, 0, 2 ** 32 - 1);
    return checked(native, 'eventfd', native.eventfd(initial, O_CLOEXEC | O_NONBLOCK));
  };

export const readEventfd =
  (native: Native) =>
  (fd: number): bigint | undefined => {
    checkInteger('fd', fd);
    const counter = new BigUint64Array(1);
    const bytes = native.read(fd, counter, counter.byteLength);
    if (bytes === counter.byteLength) return counter[0];
    const errno = bytes < 0 ? native.errno() : constants.errno.EINVAL;
    if (errno === constants.errno.EAGAIN) return undefined;
    throw systemError(errno, 'read');
  };

export const tryLock =
  (native: Native) =>
  (fd: number): boolean => {
    checkInteger('fd', fd);
    if (native.flock(fd, LOCK_EX | LOCK_NB) === 0) return true;
    const errno = native.errno();
    if (errno === constants.errno.EAGAIN) return false;
    throw systemError(errno, 'flock');
  };
