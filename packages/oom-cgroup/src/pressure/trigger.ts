import { constants, openSync, writeSync } from 'node:fs';
import { InvalidOptionError, RuntimeError } from '@caisson/errors';
import type { Linux } from '@caisson/linux';
import type { Pressure } from '../options.ts';

/**
 * Registers a trigger with the kernel: it lasts as long as the descriptor, and tells at most once in a window.
 * @param tell says whether the cgroup is still there
 * @throws `ERR_INVALID_OPTION`, `ERR_PERMISSION`
 */
export const byTrigger = (
  linux: Linux,
  path: string,
  pressure: Pressure,
  tell: () => boolean,
): Disposable => {
  const { level, stallMs, windowMs } = pressure;
  const fd = opened(path);
  let open = true;
  const close = (): void => {
    if (open) linux.close(fd);
    open = false;
  };
  try {
    // The kernel takes the last byte for the end of the text.
    writeSync(fd, `${level} ${Math.round(stallMs * 1000)} ${Math.round(windowMs * 1000)}\0`);
    // Of a cgroup that was removed it would be ready for ever (fs/kernfs/file.c, kernfs_fop_poll).
    linux.watch(fd, 'pri', () => {
      if (!tell()) close();
    });
    return { [Symbol.dispose]: close };
  } catch (cause) {
    close();
    if ((cause as NodeJS.ErrnoException).code !== 'EINVAL') throw refused(path, cause);
    throw new InvalidOptionError(
      `oomCgroup: pressure: this kernel does not take ${stallMs} ms within ${windowMs} ms; without CAP_SYS_RESOURCE give windowMs as a multiple of 2000`,
      { cause },
    );
  }
};

const opened = (path: string): number => {
  try {
    return openSync(path, constants.O_RDWR);
  } catch (cause) {
    throw refused(path, cause);
  }
};

const refused = (path: string, cause: unknown): RuntimeError => {
  const { message } = cause as Error;
  return new RuntimeError('ERR_PERMISSION', `no pressure trigger can be set on ${path}: ${message}`, {
    reason: message,
    cause,
  });
};
