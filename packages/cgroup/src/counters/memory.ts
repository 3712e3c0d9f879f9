import type { MemoryStats } from '@caisson/core';
import { readKernelFile } from '../kernel-file.ts';
import { checkCgroup } from '../options.ts';
import type { Cgroup } from '../paths/process-cgroups.ts';
import { known, parseCount, parseLimit } from './values.ts';

/** In bytes. What is unlimited, or what this kernel or this cgroup does not count, is absent. */
export type MemoryReading = Partial<Pick<MemoryStats, 'limitBytes' | 'usageBytes' | 'peakBytes'>>;

// memory.peak: kernel 5.19.
const files = {
  1: ['memory.limit_in_bytes', 'memory.usage_in_bytes', 'memory.max_usage_in_bytes'],
  2: ['memory.max', 'memory.current', 'memory.peak'],
} as const;

/**
 * The memory limit of the cgroup itself (one above it may have a lower one), what is in use, and the most that was.
 * All absent where the cgroup is gone.
 * @throws `ERR_INVALID_OPTION`, `ERR_PERMISSION`
 */
export const readMemory = async (cgroup: Cgroup): Promise<MemoryReading> => {
  checkCgroup('readMemory', cgroup);
  const [limit, usage, peak] = files[cgroup.version].map((name) => readKernelFile(`${cgroup.path}/${name}`));
  return known<MemoryReading>({
    limitBytes: parseLimit(limit),
    usageBytes: parseCount(usage),
    peakBytes: parseCount(peak),
  });
};
