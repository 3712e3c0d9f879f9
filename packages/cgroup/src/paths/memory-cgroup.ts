import { existsSync } from 'node:fs';
import { dirname } from 'node:path/posix';
import { mountsUnder } from '../mounts/read.ts';
import { checkPid, procRootOf } from '../options.ts';
import type { Cgroup } from './process-cgroups.ts';
import { locateProcess } from './process-cgroups.ts';
import { isWithin } from './within.ts';

/**
 * From a v2 directory up to the first whose memory is accounted by itself: the controller may be off for a cgroup,
 * whose memory then counts for its parent. The tree's own root accounts none.
 */
const accountingAncestor = (
  directory: string,
  mountPoint: string,
  hasFile: (path: string) => boolean,
): string | undefined => {
  for (let at = directory; isWithin(at, mountPoint); at = dirname(at)) {
    if (hasFile(`${at}/memory.events`)) return at;
    if (at === mountPoint) return undefined;
  }
  return undefined;
};

type ProcOptions = { readonly procRoot?: string | undefined };

/** {@link memoryCgroupOf} without a promise: it reads one or two files of the kernel, 10 µs each. */
export const memoryCgroupOfSync = (pid: number | 'self', options: ProcOptions = {}): Cgroup | undefined => {
  checkPid('memoryCgroupOf', pid);
  const procRoot = procRootOf('memoryCgroupOf', options);
  const { v1, unified } = mountsUnder(procRoot);
  const cgroups = locateProcess(procRoot, pid);
  if (v1.has('memory')) return cgroups?.controller('memory');
  if (unified === undefined || cgroups?.unified === undefined) return undefined;
  const path = accountingAncestor(cgroups.unified, unified.mountPoint, existsSync);
  return path === undefined ? undefined : { version: 2, path };
};

/**
 * The cgroup that accounts a process's memory: v1's where the memory controller is mounted there, else the nearest
 * in the v2 tree. `undefined`: none does, or the process is gone (on v1 also: exiting, or a zombie). Ask while it
 * lives.
 * @param options.procRoot where procfs is mounted. Default: `/proc`.
 * @throws `ERR_INVALID_OPTION`, `ERR_NOT_SUPPORTED`
 */
export const memoryCgroupOf = async (
  pid: number | 'self',
  options: ProcOptions = {},
): Promise<Cgroup | undefined> => memoryCgroupOfSync(pid, options);
