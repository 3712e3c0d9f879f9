import { realpath } from 'node:fs/promises';
import { normalize } from 'node:path/posix';
import { InvalidOptionError } from '@caisson/errors';
import { isGone, kernelError } from '../kernel-file.ts';
import { mountsUnder } from '../mounts/read.ts';
import { locateProcess } from '../paths/process-cgroups.ts';
import { isWithin } from '../paths/within.ts';

const isBelowMount = (path: string, fresh: boolean): boolean => {
  const { v1, unified } = mountsUnder('/proc', fresh);
  const mounts = [...v1.values(), ...(unified ? [unified] : [])];
  return mounts.some(({ mountPoint }) => path !== mountPoint && isWithin(path, mountPoint));
};

const resolve = async (path: string): Promise<string | undefined> => {
  try {
    return await realpath(path);
  } catch (error) {
    if (isGone(error)) return undefined;
    throw kernelError(error, `cannot find ${path}`);
  }
};

/**
 * The directory to remove: below a cgroup mount, and not one that this process is in; `undefined` where there is none.
 * A link is followed: /sys/fs/cgroup/cpu often is one.
 */
export const removable = async (path: string): Promise<string | undefined> => {
  if (typeof path !== 'string' || !path.startsWith('/') || path.includes('\0')) {
    throw new InvalidOptionError(`removeCgroup: it takes an absolute path, not ${JSON.stringify(path)}`);
  }
  let directory: string | undefined = normalize(path).replace(/(?<=.)\/$/, '');
  if (!isBelowMount(directory, false)) {
    directory = await resolve(directory);
    if (directory === undefined) return undefined;
    if (!isBelowMount(directory, true)) {
      throw new InvalidOptionError(
        `removeCgroup: ${directory} is not a cgroup: it must be below one of the cgroup mounts in /proc/self/mountinfo`,
      );
    }
  }
  const top = directory;
  if (locateProcess('/proc', 'self')?.all.some((own) => isWithin(own, top))) {
    throw new InvalidOptionError(`removeCgroup: this process itself is in ${top}`);
  }
  return top;
};
