import type { PidsStats } from '@caisson/core';
import { readKernelFile } from '../kernel-file.ts';
import { checkCgroup } from '../options.ts';
import type { Cgroup } from '../paths/process-cgroups.ts';
import { known, parseCount, parseLimit } from './values.ts';

/** In processes and threads together. What is unlimited or not counted is absent. */
export type PidsReading = Partial<Pick<PidsStats, 'current' | 'limit'>>;

/**
 * How many processes and threads are in the cgroup and below it, and how many may be. Both absent where it is gone.
 * @throws `ERR_INVALID_OPTION`, `ERR_PERMISSION`
 */
export const readPids = async (cgroup: Cgroup): Promise<PidsReading> => {
  checkCgroup('readPids', cgroup);
  return known<PidsReading>({
    current: parseCount(readKernelFile(`${cgroup.path}/pids.current`)),
    limit: parseLimit(readKernelFile(`${cgroup.path}/pids.max`)),
  });
};
