import { RuntimeError } from '@caisson/errors';
import { readKernelFile } from '../kernel-file.ts';
import type { CgroupMounts } from '../mounts/cgroup-mounts.ts';
import { mountsUnder } from '../mounts/read.ts';
import { checkPid, procRootOf } from '../options.ts';
import { directoryOf } from './directory.ts';
import { isExiting } from './exiting.ts';
import type { Membership } from './membership.ts';
import { parseProcCgroup } from './membership.ts';

/** A cgroup's directory, and which version's files are in it. */
export interface Cgroup {
  readonly version: 1 | 2;
  readonly path: string;
}

/** The directories of a process's cgroups. */
export interface ProcessCgroups {
  readonly version: CgroupMounts['version'];
  /** Its directory in the cgroup v2 tree. */
  readonly unified?: string | undefined;
  /**
   * The cgroup in which that controller (`memory`, `pids`, `name=systemd`) holds the process: v1's where the
   * controller is mounted there, else v2's where it is available in it. `undefined`: it is not reachable.
   */
  readonly controller: (name: string) => Cgroup | undefined;
  /** Every directory, each once. */
  readonly all: readonly string[];
}

/** Of what /proc/PID/cgroup told, through these mounts. `available` gives the text of a `cgroup.controllers`. */
export const locate = (
  mounts: CgroupMounts,
  memberships: readonly Membership[],
  available: (directory: string) => string | undefined,
): ProcessCgroups => {
  const v1 = new Map<string, string>();
  let unified: string | undefined;
  for (const { controllers, path, deleted } of memberships) {
    if (deleted) continue;
    if (controllers.length === 0) unified = mounts.unified && directoryOf(mounts.unified, path);
    for (const name of controllers) {
      const mount = mounts.v1.get(name);
      const directory = mount && directoryOf(mount, path);
      if (directory !== undefined) v1.set(name, directory);
    }
  }
  return {
    version: mounts.version,
    ...(unified !== undefined && { unified }),
    controller: (name) => {
      const path = v1.get(name);
      if (path !== undefined) return { version: 1, path };
      if (unified === undefined || mounts.v1.has(name)) return undefined;
      const names = available(unified)?.trim().split(' ') ?? [];
      return names.includes(name) ? { version: 2, path: unified } : undefined;
    },
    all: [...new Set([...v1.values(), ...(unified === undefined ? [] : [unified])])],
  };
};

/** What /proc/PID/cgroup tells, but for what it only seems to tell; `undefined` where there is no such process. */
export const membershipsOf = (procRoot: string, pid: number | 'self'): readonly Membership[] | undefined => {
  const text = readKernelFile(`${procRoot}/${pid}/cgroup`);
  if (text === undefined) return undefined;
  const memberships = parseProcCgroup(text);
  const atRoot = ({ controllers, path }: Membership): boolean => controllers.length > 0 && path === '/';
  // On v1 the kernel writes `/` for every process that is exiting or a zombie (proc_cgroup_show, PF_EXITING).
  if (pid === 'self' || !memberships.some(atRoot) || !isExiting(pid, procRoot)) return memberships;
  return memberships.filter(({ controllers }) => controllers.length === 0);
};

export const locateProcess = (procRoot: string, pid: number | 'self'): ProcessCgroups | undefined => {
  const memberships = membershipsOf(procRoot, pid);
  if (memberships === undefined) return undefined;
  return locate(mountsUnder(procRoot), memberships, (directory) =>
    readKernelFile(`${directory}/cgroup.controllers`),
  );
};

/**
 * The cgroups of a process. Ask while it lives: of one that is exiting or a zombie the kernel no longer tells the
 * v1 cgroups, and they are then absent here.
 * @param options.procRoot where procfs is mounted. Default: `/proc`.
 * @throws `ERR_CONTAINER_NOT_RUNNING` where there is no such process, `ERR_INVALID_OPTION`, `ERR_NOT_SUPPORTED`
 */
export const cgroupsOf = async (
  pid: number | 'self',
  options: { readonly procRoot?: string | undefined } = {},
): Promise<ProcessCgroups> => {
  checkPid('cgroupsOf', pid);
  const found = locateProcess(procRootOf('cgroupsOf', options), pid);
  if (found === undefined) {
    throw new RuntimeError('ERR_CONTAINER_NOT_RUNNING', `there is no process ${pid}, so it is in no cgroup`);
  }
  return found;
};
