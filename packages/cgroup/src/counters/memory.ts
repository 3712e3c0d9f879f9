import type { MemoryStats } from '@caisson/core';
import { readKernelFile } from '../kernel-file.ts';
import { checkCgroup } from '../options.ts';
import type { Cgroup } from '../paths/process-cgroups.ts';
import { known, parseCount, parseLimit, valueAt } from './values.ts';

/** In bytes. What is unlimited, or what this kernel or this cgroup does not count, is absent. */
export type MemoryReading = Partial<MemoryStats>;

// memory.peak: kernel 5.19.
const files = {
  1: ['memory.limit_in_bytes', 'memory.usage_in_bytes', 'memory.max_usage_in_bytes'],
  2: ['memory.max', 'memory.current', 'memory.peak'],
} as const;

/**
 * The memory limit of the cgroup itself (one above it may have a lower one), what is in use (of it the page
 * cache's part), what is swapped out, and the most that was in use.
 * All absent where the cgroup is gone.
 * @throws `ERR_INVALID_OPTION`, `ERR_PERMISSION`
 */
export const readMemory = async (cgroup: Cgroup): Promise<MemoryReading> => {
  checkCgroup('readMemory', cgroup);
  const [limit, usage, peak] = files[cgroup.version].map((name) => readKernelFile(`${cgroup.path}/${name}`));
  const stat = readKernelFile(`${cgroup.path}/memory.stat`);
  return known<MemoryReading>({
    cacheBytes: parseCount(valueAt(stat, cgroup.version === 1 ? 'total_cache' : 'file')),
    swapBytes: parseCount(
      cgroup.version === 1
        ? valueAt(stat, 'total_swap')
        : readKernelFile(`${cgroup.path}/memory.swap.current`),
    ),
    limitBytes: parseLimit(limit),
    usageBytes: parseCount(usage),
    peakBytes: parseCount(peak),
  });
};

/** The limit of the cgroup itself and the most that was in use, in bytes, without a promise: two files of the kernel. */
export const readMemoryBoundsSync = (cgroup: Cgroup): Pick<MemoryReading, 'limitBytes' | 'peakBytes'> => {
  checkCgroup('readMemoryBoundsSync', cgroup);
  const [limit, , peak] = files[cgroup.version];
  const read = (name: string): string | undefined => readKernelFile(`${cgroup.path}/${name}`);
  return known({ limitBytes: parseLimit(read(limit)), peakBytes: parseCount(read(peak)) });
};
