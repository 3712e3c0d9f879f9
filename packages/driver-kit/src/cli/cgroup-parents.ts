import { existsSync, rmdirSync } from 'node:fs';
import { dirname } from 'node:path/posix';

/**
 * The cgroups above containers' own: runtimes make them for a `cgroupsPath` of several parts, and remove none. What
 * this process's creates made is removed when the last container of it is gone.
 */
export interface CgroupParents {
  /** Before a create of `id`, with the cgroups that it may get; to be called when the create has ended. */
  readonly expect: (
    id: string,
    cgroups: readonly string[],
  ) => (end: 'made' | 'failed' | 'another has it') => void;
  /** After the container is gone: removes those above it that were made and are empty. */
  readonly remove: (id: string) => void;
}

/** Those above it that are not there yet, the deepest first. */
const absentAbove = (cgroup: string): readonly string[] => {
  const absent: string[] = [];
  for (let above = dirname(cgroup); above !== '/' && !existsSync(above); above = dirname(above)) {
    absent.push(above);
  }
  return absent;
};

const above = (cgroup: string): readonly string[] => {
  const all: string[] = [];
  for (let at = dirname(cgroup); at !== '/'; at = dirname(at)) all.push(at);
  return all;
};

/** false: something is in it. */
const removeEmpty = (directory: string): boolean => {
  try {
    rmdirSync(directory);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT';
  }
};

export const cgroupParents = (): CgroupParents => {
  const made = new Set<string>();
  const cgroupsOf = new Map<string, readonly string[]>();
  // A runtime that is making its cgroup must not find the one above gone.
  const underWay = new Map<string, number>();
  const count = (cgroups: readonly string[], by: 1 | -1): void => {
    for (const directory of cgroups.flatMap(above)) {
      const rest = (underWay.get(directory) ?? 0) + by;
      if (rest > 0) underWay.set(directory, rest);
      else underWay.delete(directory);
    }
  };
  const removeAbove = (cgroups: readonly string[]): void => {
    for (const cgroup of cgroups) {
      for (const directory of above(cgroup).filter((one) => made.has(one))) {
        if (underWay.has(directory) || !removeEmpty(directory)) break;
        made.delete(directory);
      }
    }
  };
  return {
    expect: (id, cgroups) => {
      for (const directory of cgroups.flatMap(absentAbove)) made.add(directory);
      count(cgroups, 1);
      return (end) => {
        count(cgroups, -1);
        if (end === 'made') cgroupsOf.set(id, cgroups);
        if (end === 'failed') removeAbove(cgroups);
      };
    },
    remove: (id) => {
      removeAbove(cgroupsOf.get(id) ?? []);
      cgroupsOf.delete(id);
    },
  };
};
