import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readKernelFile } from '../kernel-file.ts';

/** Every process in a cgroup and below it, by this host's pids; empty where it is gone. */
export const readProcesses = async (path: string): Promise<readonly number[]> => {
  const own = (readKernelFile(join(path, 'cgroup.procs')) ?? '').split('\n').filter(Boolean).map(Number);
  const below = await Promise.all(childrenOf(path).map(readProcesses));
  // A process may move while this reads: each is told once.
  return [...new Set([...own, ...below.flat()])];
};

const childrenOf = (path: string): readonly string[] => {
  try {
    return readdirSync(path, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => join(path, name));
  } catch {
    return []; // Removed meanwhile.
  }
};
