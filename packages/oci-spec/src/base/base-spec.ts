import type { LinuxNamespaceType, Spec } from '@caisson/core';
import { badArgument } from '../arguments.ts';
import { seccompProfile } from '../seccomp/profile.ts';
import { defaultCapabilities } from './capabilities.ts';
import { gvisorMounts, linuxMounts } from './mounts.ts';
import { maskedPaths, readonlyPaths } from './paths.ts';

/** The runtimes that there is a base spec for. */
export type BaseRuntime = 'runc' | 'crun' | 'runsc';

const names: readonly unknown[] = ['runc', 'crun', 'runsc'];
const privateNamespaces: readonly LinuxNamespaceType[] = ['pid', 'network', 'ipc', 'uts', 'mount', 'cgroup'];

/**
 * A spec that runs `sh` as root in a container of its own, safe by default: private namespaces and no network but
 * loopback, the capabilities of a default container, no new privileges, no devices but the usual ones, a
 * seccomp filter (runc and crun), masked and
 * read-only kernel files, no rlimit (the caller's own hold). Its root is the bundle's `rootfs`, writable.
 * @throws `ERR_INVALID_OPTION`
 */
export const baseSpec = (runtime: BaseRuntime): Spec => {
  if (!names.includes(runtime)) throw badArgument('baseSpec', runtime, "'runc', 'crun' or 'runsc'");
  return {
    // What every release in use accepts: crun before 1.14.2 refuses versions that it does not know (its NEWS).
    ociVersion: '1.0.2',
    process: {
      terminal: false,
      user: { uid: 0, gid: 0 },
      args: ['sh'],
      env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
      cwd: '/',
      capabilities: {
        bounding: defaultCapabilities,
        effective: defaultCapabilities,
        permitted: defaultCapabilities,
      },
      noNewPrivileges: true,
    },
    root: { path: 'rootfs', readonly: false },
    mounts: runtime === 'runsc' ? gvisorMounts : linuxMounts,
    linux: {
      // The runtimes add rules for the usual devices (null, zero, tty, …) after this one.
      resources: { devices: [{ allow: false, access: 'rwm' }] },
      namespaces: privateNamespaces.map((type) => ({ type })),
      maskedPaths,
      readonlyPaths,
      // gVisor's kernel is the filter there.
      ...(runtime === 'runsc' ? {} : { seccomp: seccompProfile(defaultCapabilities) }),
    },
  };
};
