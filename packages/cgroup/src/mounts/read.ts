import { InvalidOptionError, RuntimeError } from '@caisson/errors';
import { readKernelFile } from '../kernel-file.ts';
import { procRootOf } from '../options.ts';
import type { CgroupMounts } from './cgroup-mounts.ts';
import { cgroupMountsFrom } from './cgroup-mounts.ts';

const cache = new Map<string, CgroupMounts>();

/** The mounts, read once for each procfs: what is mounted seldom changes, and hosts have had long mountinfos. */
export const mountsUnder = (procRoot: string, fresh = false): CgroupMounts => {
  const known = fresh ? undefined : cache.get(procRoot);
  if (known !== undefined) return known;
  const path = `${procRoot}/self/mountinfo`;
  const text = readKernelFile(path);
  if (text === undefined) {
    throw new RuntimeError(
      'ERR_NOT_SUPPORTED',
      `there is no ${path}: cgroups need Linux with procfs mounted`,
    );
  }
  const mounts = cgroupMountsFrom(text);
  cache.set(procRoot, mounts);
  return mounts;
};

/**
 * The host's cgroup mounts, found in mountinfo, never assumed. Read once for a process and then remembered.
 * @param options.procRoot where procfs is mounted. Default: `/proc`.
 * @param options.fresh true: reads again, for this and later calls. Default: false.
 * @throws `ERR_NOT_SUPPORTED` without procfs, `ERR_INVALID_OPTION`
 */
export const cgroupMounts = async (
  options: { readonly procRoot?: string | undefined; readonly fresh?: boolean | undefined } = {},
): Promise<CgroupMounts> => {
  const procRoot = procRootOf('cgroupMounts', options, ['procRoot', 'fresh']);
  if (options.fresh !== undefined && typeof options.fresh !== 'boolean') {
    throw new InvalidOptionError(`cgroupMounts: fresh must be true or false, not ${String(options.fresh)}`);
  }
  return mountsUnder(procRoot, options.fresh);
};
