import { rmdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path/posix';
import { cgroupsOf } from '@caisson/cgroup';
import type { Spec } from '@caisson/core';
import { InvalidOptionError } from '@caisson/errors';

/** The container's own cgroup below its parent: by this name a watcher knows the parent as made for it. */
const leaf = 'caisson.container';

/**
 * The spec with the container's cgroup in a parent of its own: on v2 the parent's counters hold what happened in it,
 * so that the verdict is there although somebody has removed the container's. A watcher of this package watches the
 * parent then, and removes it when it is disposed. On v1, which counts in each cgroup alone, it changes nothing.
 * @param id names the parent, `/caisson-ID`, where the spec has no `linux.cgroupsPath` itself
 * @throws `ERR_INVALID_OPTION` for a systemd scope (`slice:prefix:name`), which can have no parent of its own
 */
export const withOomParent = (spec: Spec, id: string): Spec => {
  if (typeof spec !== 'object' || spec === null)
    throw new InvalidOptionError(`withOomParent: the spec is ${String(spec)}; give an OCI spec`);
  if (typeof id !== 'string' || !/^[A-Za-z0-9_+][A-Za-z0-9_+.-]*$/.test(id))
    throw new InvalidOptionError(`withOomParent: ${JSON.stringify(id)} is no container id`);
  const given = spec.linux?.cgroupsPath;
  if (given?.includes(':'))
    throw new InvalidOptionError(
      `withOomParent: linux.cgroupsPath is ${JSON.stringify(given)}, a systemd scope; give a path, and no systemd cgroups`,
    );
  if (given !== undefined && basename(given) === leaf) return spec;
  return { ...spec, linux: { ...spec.linux, cgroupsPath: join(given || `/caisson-${id}`, leaf) } };
};

/** The parent that was made for a cgroup; `undefined`: none was. */
export const oomParentOf = (path: string): string | undefined =>
  basename(path) === leaf ? dirname(path) : undefined;

/** The parents of a process's cgroups in every hierarchy: a v1 or hybrid host's runtimes make one in each. */
export const oomParentsOf = async (pid: number): Promise<readonly string[]> => {
  const { all } = await cgroupsOf(pid);
  return all.flatMap((path) => oomParentOf(path) ?? []);
};

/** Removes those that nothing is in any more. */
export const removeOomParents = async (parents: readonly string[]): Promise<void> => {
  for (const parent of parents) await rmdir(parent).catch(() => {});
};
