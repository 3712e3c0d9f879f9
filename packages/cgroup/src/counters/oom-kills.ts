import { readdirSync } from 'node:fs';
import { isGone, kernelError, readKernelFile } from '../kernel-file.ts';
import { checkCgroup, checkOptions } from '../options.ts';
import type { Cgroup } from '../paths/process-cgroups.ts';
import { parseCount, valueAt } from './values.ts';

export interface OomKillsOptions {
  /**
   * true: those of the cgroups below it too, false: its own alone (on v2: kernel 5.2). Default: what one read tells,
   * which is all of them on v2 and its own on v1.
   */
  readonly descendants?: boolean | undefined;
}

const countIn = (path: string): number | undefined => parseCount(valueAt(readKernelFile(path), 'oom_kill'));

const childrenOf = (path: string): readonly string[] => {
  try {
    return readdirSync(path, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => `${path}/${name}`);
  } catch (error) {
    if (isGone(error)) return [];
    throw kernelError(error, `cannot list ${path}`);
  }
};

const sumBelow = (path: string): number =>
  childrenOf(path).reduce(
    (sum, child) => sum + (countIn(`${child}/memory.oom_control`) ?? 0) + sumBelow(child),
    0,
  );

/** {@link readOomKills} without a promise: one file of the kernel, 10 µs. */
export const readOomKillsSync = (cgroup: Cgroup, options: OomKillsOptions = {}): number | undefined => {
  checkCgroup('readOomKills', cgroup);
  checkOptions('readOomKills', options, ['descendants']);
  const { version, path } = cgroup;
  if (version === 2)
    return countIn(`${path}/${options.descendants === false ? 'memory.events.local' : 'memory.events'}`);
  const own = countIn(`${path}/memory.oom_control`);
  return own === undefined || !options.descendants ? own : own + sumBelow(path);
};

/**
 * How many processes the kernel killed for memory in this cgroup since it was made: on v2 in those below it too
 * (`memory.events`, unless mounted with `memory_localevents`), on v1 in itself alone (`memory.oom_control`), where
 * nothing else is asked for. Counted since kernel 4.13. `undefined`: the cgroup is gone, or its kernel does not count
 * them. v1 forgets those of a cgroup below it that was removed.
 * @throws `ERR_INVALID_OPTION`, `ERR_PERMISSION`
 */
export const readOomKills = async (
  cgroup: Cgroup,
  options: OomKillsOptions = {},
): Promise<number | undefined> => readOomKillsSync(cgroup, options);
