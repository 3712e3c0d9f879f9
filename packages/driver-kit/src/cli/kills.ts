import { statSync } from 'node:fs';
import { join } from 'node:path';
import { memoryCgroupOf, readOomKills } from '@caisson/cgroup';
import type { MemoryCgroup } from '../dialect.ts';
import type { Command } from './command.ts';

/** How many processes of a container the kernel has killed for memory, from its cgroup's own counter. */
export interface KillCounter {
  /** Reads it. `'unknown'` where the cgroup is gone by another's hand, or the container has none of its own. */
  readonly read: (id: string, pid?: number) => Promise<number | 'unknown'>;
  /** Looks where the cgroup is while `pid` lives: an ended process is told to be in the root on v1. */
  readonly find: (id: string, pid: number) => Promise<void>;
  readonly forget: (id: string) => void;
}

export const killCounter = ({ dialect, root }: Command): KillCounter => {
  const known = new Map<string, { readonly made: number; readonly cgroup: MemoryCgroup }>();
  let own: Promise<MemoryCgroup | undefined> | undefined;
  const recorded = (id: string): MemoryCgroup | undefined => {
    if (!dialect.memoryCgroup) return known.get(id)?.cgroup;
    const stateDir = join(root, id);
    // Another process may have made a container of the same id anew.
    const made = statSync(stateDir, { throwIfNoEntry: false })?.birthtimeMs;
    if (made === undefined) return known.get(id)?.cgroup;
    const before = known.get(id);
    if (before?.made === made) return before.cgroup;
    const cgroup = dialect.memoryCgroup(stateDir);
    if (cgroup) known.set(id, { made, cgroup });
    return cgroup;
  };
  const isOwn = async (cgroup: MemoryCgroup): Promise<boolean> => {
    own ??= memoryCgroupOf('self');
    return (await own)?.path === cgroup.path;
  };
  return {
    read: async (id) => {
      const cgroup = recorded(id);
      if (!cgroup || (await isOwn(cgroup))) return 'unknown';
      return (await readOomKills(cgroup, { descendants: true })) ?? 'unknown';
    },
    find: async (id, pid) => {
      if (dialect.memoryCgroup) return;
      const cgroup = await memoryCgroupOf(pid).catch(() => undefined);
      if (cgroup) known.set(id, { made: Number.NaN, cgroup });
    },
    forget: (id) => void known.delete(id),
  };
};
