import { type Cgroup, isExiting, memoryCgroupOf } from '@caisson/cgroup';
import { RuntimeError } from '@caisson/errors';

/**
 * The cgroup whose memory is a process's and not this program's too; `undefined`: the process has ended.
 * @throws `ERR_NOT_SUPPORTED`, `ERR_INVALID_OPTION`
 */
export const findCgroup = async (pid: number): Promise<Cgroup | undefined> => {
  const found = await memoryCgroupOf(pid);
  const reason = (await isShared(found)) ? shared : !found && !isExiting(pid) ? none : undefined;
  if (reason === undefined) return found;
  throw new RuntimeError('ERR_NOT_SUPPORTED', `the OOM kills of process ${pid} cannot be told: ${reason}`, {
    reason,
  });
};

const none = 'no cgroup that can be seen from here accounts its memory';
const shared = 'it has no memory cgroup of its own: it is in the one of this program';

const isShared = async (cgroup: Cgroup | undefined): Promise<boolean> =>
  cgroup !== undefined && (await memoryCgroupOf('self'))?.path === cgroup.path;
