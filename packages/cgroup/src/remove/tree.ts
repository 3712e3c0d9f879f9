import { readdir, rmdir } from 'node:fs/promises';
import { errnoOf, isGone, kernelError, readKernelFile } from '../kernel-file.ts';

/** A cgroup's directory and all below it, each after those that it holds; none where it is gone. */
export const bottomUp = async (directory: string): Promise<readonly string[]> => {
  try {
    const entries = await readdir(directory, { withFileTypes: true });
    const below: string[] = [];
    for (const entry of entries) {
      if (entry.isDirectory()) below.push(...(await bottomUp(`${directory}/${entry.name}`)));
    }
    return [...below, directory];
  } catch (error) {
    if (isGone(error)) return [];
    throw kernelError(error, `cannot list ${directory}`);
  }
};

/** Removes one cgroup; false: something is in it, or the kernel is not done with what was. */
export const removeOne = async (directory: string): Promise<boolean> => {
  try {
    await rmdir(directory);
  } catch (error) {
    if (errnoOf(error) === 'EBUSY' || errnoOf(error) === 'ENOTEMPTY') return false;
    if (!isGone(error)) throw kernelError(error, `cannot remove the cgroup ${directory}`);
  }
  return true;
};

/** The live processes in these directories. 0 stands for each that is outside this process's pid namespace. */
export const pidsIn = (directories: readonly string[]): ReadonlySet<number> => {
  const pids = directories.flatMap((directory) => {
    try {
      return readKernelFile(`${directory}/cgroup.procs`)?.split('\n') ?? [];
    } catch (error) {
      // A threaded cgroup's processes are told by the domain above it.
      if (errnoOf((error as Error).cause) === 'EOPNOTSUPP') return [];
      throw error;
    }
  });
  return new Set(pids.filter((pid) => pid !== '').map(Number));
};
