import { memoryCgroupOf } from '@caisson/cgroup';

/**
 * The directory of the cgroup that accounts a process's memory, as this process sees it: v1's where the memory
 * controller is mounted there, else the nearest in the v2 tree; mounts are found in mountinfo. `undefined`: none
 * does, it cannot be reached from here, or the process is gone. Ask while it lives.
 * @throws `ERR_INVALID_OPTION`; `ERR_NOT_SUPPORTED` without procfs
 */
export const cgroupPathOf = async (pid: number): Promise<string | undefined> =>
  (await memoryCgroupOf(pid))?.path;
