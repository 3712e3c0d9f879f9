import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Spec } from '@caisson/core';
import type { MemoryCgroup } from '@caisson/driver-kit';

/** What this driver reads of runsc's record of a container (runsc/container/container.go, runsc/cgroup/cgroup.go). */
export interface Recorded {
  readonly id?: string;
  readonly spec?: Spec | null;
  readonly status?: string;
  readonly goferPid?: number;
  readonly sandbox?: RecordedSandbox | null;
  readonly compatCgroup?: Cgroups | null;
  /** How each mount is overlaid, the root filesystem first. */
  readonly goferMountConfs?: readonly { readonly upper?: number }[] | null;
}

interface RecordedSandbox {
  readonly id?: string;
  readonly pid?: number;
  readonly cgroup?: Cgroups;
  readonly controlSocketPath?: string;
  readonly mountHints?: { readonly mounts?: object | null } | null;
}

export interface Cgroups {
  readonly cgroupv1?: {
    readonly name?: string;
    readonly parents?: Readonly<Record<string, string>> | null;
    /** By controller: those that runsc has made itself. */
    readonly own?: Readonly<Record<string, boolean>> | null;
  };
  readonly cgroupv2?: Unified;
  readonly cgroupsystemd?: Unified;
}

interface Unified {
  readonly mountpoint?: string;
  readonly path?: string;
  /** The paths that runsc has made itself, the upper first. */
  readonly own?: readonly string[] | null;
}

const nameOf = (stateDir: string): string => `${basename(stateDir)}_sandbox:${basename(stateDir)}`;

export const recordPath = (stateDir: string): string => join(stateDir, `${nameOf(stateDir)}.state`);

export const lockPath = (stateDir: string): string => join(stateDir, `${nameOf(stateDir)}.lock`);

export const recorded = (stateDir: string): Recorded | undefined => {
  try {
    return JSON.parse(readFileSync(recordPath(stateDir), 'utf8')) as Recorded;
  } catch {
    return undefined; // Gone, or being written.
  }
};

export const sandboxPid = (stateDir: string): number | undefined => recorded(stateDir)?.sandbox?.pid;

/** The gofer, without whose end runsc takes no container for stopped. */
export const companions = (stateDir: string): readonly number[] => {
  const pid = recorded(stateDir)?.goferPid;
  return pid ? [pid] : [];
};

/** Where runsc looks for a v1 controller's, whatever is mounted elsewhere. */
export const v1Path = (
  { name = '', parents }: NonNullable<Cgroups['cgroupv1']>,
  controller: string,
): string => join('/sys/fs/cgroup', controller, parents?.[controller] ?? '', name);

/** Where runsc put the sandbox and its gofer. */
export const memoryCgroup = (stateDir: string): MemoryCgroup | undefined => {
  const cgroups = recorded(stateDir)?.sandbox?.cgroup;
  const { cgroupv1: v1 } = cgroups ?? {};
  if (v1?.name !== undefined) {
    return { version: 1, path: v1Path(v1, 'memory') };
  }
  const v2 = cgroups?.cgroupv2 ?? cgroups?.cgroupsystemd;
  return v2?.path ? { version: 2, path: join(v2.mountpoint ?? '/sys/fs/cgroup', v2.path) } : undefined;
};
