import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { MemoryCgroup } from '@caisson/driver-kit';

/** What this driver reads of runsc's record of a container (runsc/container/container.go, runsc/cgroup/cgroup.go). */
interface Recorded {
  readonly status?: string;
  readonly goferPid?: number;
  readonly sandbox?: { readonly pid?: number; readonly cgroup?: Cgroups } | null;
}

interface Cgroups {
  readonly cgroupv1?: { readonly name?: string; readonly parents?: Readonly<Record<string, string>> | null };
  readonly cgroupv2?: Unified;
  readonly cgroupsystemd?: Unified;
}

interface Unified {
  readonly mountpoint?: string;
  readonly path?: string;
}

const pathOf = (stateDir: string): string => {
  const id = basename(stateDir);
  return join(stateDir, `${id}_sandbox:${id}.state`);
};

const recorded = (stateDir: string): Recorded | undefined => {
  try {
    return JSON.parse(readFileSync(pathOf(stateDir), 'utf8')) as Recorded;
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

/** Where runsc put the sandbox and its gofer. */
export const memoryCgroup = (stateDir: string): MemoryCgroup | undefined => {
  const cgroups = recorded(stateDir)?.sandbox?.cgroup;
  const { cgroupv1: v1 } = cgroups ?? {};
  if (v1?.name !== undefined) {
    return { version: 1, path: join('/sys/fs/cgroup/memory', v1.parents?.['memory'] ?? '', v1.name) };
  }
  const v2 = cgroups?.cgroupv2 ?? cgroups?.cgroupsystemd;
  return v2?.path ? { version: 2, path: join(v2.mountpoint ?? '/sys/fs/cgroup', v2.path) } : undefined;
};
