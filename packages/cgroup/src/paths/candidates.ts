import { dirname, join, normalize } from 'node:path/posix';
import { InvalidOptionError } from '@caisson/errors';
import type { CgroupMounts } from '../mounts/cgroup-mounts.ts';
import { mountsUnder } from '../mounts/read.ts';
import { checkOptions } from '../options.ts';
import { directoryOf } from './directory.ts';
import type { Membership } from './membership.ts';
import { locate, membershipsOf } from './process-cgroups.ts';
import { isWithin } from './within.ts';

export interface CandidateOptions {
  /** The spec's `linux.cgroupsPath`, as a path (not systemd's `slice:prefix:name`). */
  readonly cgroupsPath?: string | undefined;
  /** The container's id. */
  readonly id: string;
  /**
   * What a relative or absent `cgroupsPath` is taken from: `'own'`, as runc does, the cgroup of the process that runs
   * it; `'mount'`, as crun does, the top of the tree. Default: `'own'`.
   */
  readonly base?: 'own' | 'mount' | undefined;
}

// A relative path cannot climb: runc drops its leading `..` (libcontainer/utils, CleanPath).
const innerPath = ({ cgroupsPath, id }: CandidateOptions): string =>
  normalize(`/${cgroupsPath === undefined || cgroupsPath === '' ? id : cgroupsPath}`);

// A slash left at the end would make a tree's top look like something below it.
const joined = (...parts: readonly string[]): string => join(...parts).replace(/(?<=.)\/$/, '');

/** The directories, in the order in which to remove them: a frozen process dies only when its freezer is thawed. */
export const candidatesFrom = (
  mounts: CgroupMounts,
  own: readonly Membership[],
  options: CandidateOptions,
): readonly string[] => {
  const inner = innerPath(options);
  const fromOwn = options.base !== 'mount' && !options.cgroupsPath?.startsWith('/');
  const v1Dirs = [...mounts.v1]
    .sort(([a], [b]) => Number(b === 'freezer') - Number(a === 'freezer'))
    .flatMap(([name, mount]) => {
      if (!fromOwn) return joined(mount.mountPoint, inner);
      const path = own.find(({ controllers }) => controllers.includes(name))?.path;
      const base = path === undefined ? undefined : directoryOf(mount, path);
      return base === undefined ? [] : joined(base, inner);
    });
  const unified = mounts.unified?.mountPoint;
  const candidates: string[] = [];
  if (unified === '/sys/fs/cgroup') {
    // Here both runtimes use the unified tree alone (they look at this very path), and a process's own cgroup cannot
    // have children with controllers: runc goes beside it (libcontainer/cgroups/fs2, defaultpath.go), crun where
    // the top of the tree refuses it (libcrun, make_new_sibling_cgroup).
    const beside = dirname(own.find(({ controllers }) => controllers.length === 0)?.path ?? '/');
    if (!fromOwn) candidates.push(joined(unified, inner));
    if (fromOwn || !options.cgroupsPath) candidates.push(joined(unified, beside, inner));
  } else {
    // runc on a hybrid host takes the v2 tree's top, wherever its own process is (GetOwnCgroupPath; seen on 1.1.5).
    candidates.push(...v1Dirs, ...(unified === undefined ? [] : [joined(unified, inner)]));
  }
  const ownDirs = [...locate(mounts, own, () => undefined).all];
  const tops = [...mounts.v1.values(), ...(mounts.unified ? [mounts.unified] : [])];
  return [...new Set(candidates)].filter(
    (path) =>
      !tops.some(({ mountPoint }) => isWithin(mountPoint, path)) &&
      !ownDirs.some((dir) => isWithin(dir, path)),
  );
};

/**
 * Which directories a container of this spec gets, whether or not they are there: so that what a failed create
 * left can be found. Never a tree's top, this process's own cgroup or one above it. Not every one of them need be
 * the container's: one that was there before it, in a shared `cgroupsPath`, is not.
 * @throws `ERR_INVALID_OPTION`, `ERR_NOT_SUPPORTED`
 */
export const cgroupCandidates = async (options: CandidateOptions): Promise<readonly string[]> => {
  checkOptions('cgroupCandidates', options, ['cgroupsPath', 'id', 'base']);
  const { id, cgroupsPath, base } = options;
  if (typeof id !== 'string' || id === '' || id === '.' || id === '..' || /[/\0]/.test(id)) {
    throw new InvalidOptionError(`cgroupCandidates: the id must be a single name, not ${JSON.stringify(id)}`);
  }
  if (cgroupsPath !== undefined && (typeof cgroupsPath !== 'string' || cgroupsPath.includes('\0'))) {
    throw new InvalidOptionError(
      `cgroupCandidates: cgroupsPath must be a path, not ${JSON.stringify(cgroupsPath)}`,
    );
  }
  if (base !== undefined && base !== 'own' && base !== 'mount') {
    throw new InvalidOptionError(
      `cgroupCandidates: base must be 'own' or 'mount', not ${JSON.stringify(base)}`,
    );
  }
  return candidatesFrom(mountsUnder('/proc'), membershipsOf('/proc', 'self') ?? [], options);
};
