import type { LinuxIDMapping, Mount, Spec } from '@caisson/core';
import { badArgument, id, knownOptions, object } from './arguments.ts';
import type { Change } from './change.ts';
import { pipe } from './change.ts';
import { namespace } from './changes/namespaces.ts';
import { without } from './parts.ts';

export interface RootlessOptions {
  /** The caller's user id, which root inside is. */
  readonly uid: number;
  /** The caller's group id. */
  readonly gid: number;
  /** More ids than the caller's own; needs newuidmap(1) and entries in /etc/subuid. Default: the one. */
  readonly uidMappings?: readonly LinuxIDMapping[] | undefined;
  /** As `uidMappings`, with newgidmap(1) and /etc/subgid. */
  readonly gidMappings?: readonly LinuxIDMapping[] | undefined;
}

/** The kernel mounts a new sysfs only for the owner of its network namespace, and no v1 cgroups without root. */
const boundSysfs: Mount = {
  destination: '/sys',
  type: 'none',
  source: '/sys',
  options: ['rbind', 'nosuid', 'noexec', 'nodev', 'ro', 'rro'],
};

const isMapped = (
  option: string,
  uids: readonly LinuxIDMapping[],
  gids: readonly LinuxIDMapping[],
): boolean => {
  const owner = /^(u|g)id=(\d+)$/.exec(option);
  if (owner === null) return true;
  return covers(owner[1] === 'u' ? uids : gids, Number(owner[2]));
};

const covers = (mappings: readonly LinuxIDMapping[], wanted: number): boolean =>
  mappings.some(({ containerID, size }) => wanted >= containerID && wanted < containerID + size);

/**
 * Makes a spec fit for an unprivileged caller: a user namespace in which root is the caller, no cgroup limits (its
 * cgroups are not the caller's to set), /sys bound from the host, mount options and groups that are not mapped
 * left out.
 * @throws `ERR_INVALID_OPTION` where the process is of a user that would not be mapped.
 */
export const rootless = (options: RootlessOptions): Change => {
  object('rootless', options, 'the caller\u2019s ids: { uid, gid }');
  knownOptions('rootless', options, ['uid', 'gid', 'uidMappings', 'gidMappings']);
  const one = (hostID: number): readonly LinuxIDMapping[] => [{ containerID: 0, hostID, size: 1 }];
  const uidMappings = options.uidMappings ?? one(id('rootless', options.uid));
  const gidMappings = options.gidMappings ?? one(id('rootless', options.gid));

  const fit = (mount: Mount): readonly Mount[] => {
    if (mount.type === 'cgroup') return [];
    if (mount.type === 'sysfs') return [{ ...boundSysfs, destination: mount.destination }];
    if (mount.options === undefined) return [mount];
    return [
      { ...mount, options: mount.options.filter((option) => isMapped(option, uidMappings, gidMappings)) },
    ];
  };

  const withUser = (spec: Spec): Spec => {
    if (spec.process?.user === undefined) return spec;
    const { uid = 0, gid = 0, additionalGids } = spec.process.user;
    if (!covers(uidMappings, uid))
      throw badArgument('rootless', `user ${uid}`, 'uidMappings that hold this user, or user 0');
    if (!covers(gidMappings, gid))
      throw badArgument('rootless', `group ${gid}`, 'gidMappings that hold this group, or group 0');
    // A single mapped group comes with setgroups(2) denied.
    const groups =
      options.gidMappings === undefined ? undefined : additionalGids?.filter((g) => covers(gidMappings, g));
    const rest = without(spec.process.user, 'additionalGids');
    return {
      ...spec,
      process: { ...spec.process, user: groups === undefined ? rest : { ...rest, additionalGids: groups } },
    };
  };

  return (spec) => {
    const { resources: _, cgroupsPath: __, ...linux } = spec.linux ?? {};
    return pipe(
      {
        ...withUser(spec),
        ...(spec.mounts === undefined ? {} : { mounts: spec.mounts.flatMap(fit) }),
        linux: { ...linux, uidMappings, gidMappings },
      },
      namespace('user', 'private'),
    );
  };
};
