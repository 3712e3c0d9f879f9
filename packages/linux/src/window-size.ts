import { checkInteger } from './arguments.ts';
import { checked, type Native } from './native.ts';

const TIOCSWINSZ = 0x5414;

/** struct winsize: rows, columns, and two sizes in pixels that nobody tells (ioctl_tty(2)). */
export const setWindowSize =
  (native: Native) =>
  (fd: number, columns: number, rows: number): void => {
    checkInteger('fd', fd);
    checkInteger('columns', columns, 0, 2 ** 16 - 1);
    checkInteger('rows', rows, 0, 2 ** 16 - 1);
    checked(native, 'ioctl', native.ioctl(fd, TIOCSWINSZ, Uint16Array.of(rows, columns, 0, 0)));
  };
