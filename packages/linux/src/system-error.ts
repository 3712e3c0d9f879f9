import { constants } from 'node:os';
import { getSystemErrorMap } from 'node:util';

// libuv names only what it may return itself: not ECHILD, for one.
const beyondLibuv: Readonly<Record<string, string>> = { ECHILD: 'no child processes' };

const describe = (errno: number): readonly [name: string, words: string] => {
  const known = getSystemErrorMap().get(-errno);
  if (known) return known;
  const name = Object.entries(constants.errno).find(([, number]) => number === errno)?.[0];
  return name === undefined
    ? [`E${errno}`, `unknown system error ${errno}`]
    : [name, beyondLibuv[name] ?? `system error ${errno}`];
};

/** A system call's failure in the form of Node's own. `errno` is the kernel's, positive; the error's is negative. */
export const systemError = (errno: number, syscall: string): NodeJS.ErrnoException => {
  const [code, words] = describe(errno);
  return Object.assign(new Error(`${code}: ${words}, ${syscall}`), { errno: -errno, code, syscall });
};
