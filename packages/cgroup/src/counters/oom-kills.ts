import { readKernelFile } from '../kernel-file.ts';
import { checkCgroup } from '../options.ts';
import type { Cgroup } from '../paths/process-cgroups.ts';
import { parseCount, valueAt } from './values.ts';

const files = { 1: 'memory.oom_control', 2: 'memory.events' } as const;

/** {@link readOomKills} without a promise: one file of the kernel, 10 µs. */
export const readOomKillsSync = (cgroup: Cgroup): number | undefined => {
  checkCgroup('readOomKills', cgroup);
  return parseCount(valueAt(readKernelFile(`${cgroup.path}/${files[cgroup.version]}`), 'oom_kill'));
};

/**
 * How many processes the kernel killed for memory in this cgroup since it was made: on v2 in those below it too
 * (`memory.events`, unless mounted with `memory_localevents`), on v1 in itself alone (`memory.oom_control`). Counted
 * since kernel 4.13. `undefined`: the cgroup is gone, or its kernel does not count them.
 * @throws `ERR_INVALID_OPTION`, `ERR_PERMISSION`
 */
export const readOomKills = async (cgroup: Cgroup): Promise<number | undefined> => readOomKillsSync(cgroup);
