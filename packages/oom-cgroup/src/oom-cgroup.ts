import type { OomTarget, OomWatcher } from '@caisson/core';
import { type Linux, loadLinux } from '@caisson/linux';
import type { Changed, Counter } from './count/counter.ts';
import { treeCounter } from './count/tree.ts';
import { unifiedCounter } from './count/unified.ts';
import { findCgroup } from './find-cgroup.ts';
import { killTogether } from './kill-together.ts';
import { type KillWatch, watchKills } from './kill-watch.ts';
import { oomParentOf, oomParentsOf, removeOomParents } from './oom-parent.ts';
import { type OomCgroupOptions, type Settings, settingsOf } from './options.ts';
import { watchPressure } from './pressure/watch-pressure.ts';
import { telling } from './report.ts';

/** How a watcher learns of a kill: see {@link OomCgroupOptions.way}. */
export type Way = Counter['alarm'];

/** A watch on a container's cgroup. */
export interface CgroupOomWatcher extends OomWatcher {
  /** The directory that is watched; `undefined`: the process had ended already. */
  readonly cgroup: string | undefined;
  /** `undefined`: nothing is watched, for the process had ended already. */
  readonly way: Way | undefined;
}

/**
 * Makes a watcher of OOM kills: for a driver (`runc({ oom: oomCgroup() })`), for a call, or alone on a pid. Each kill
 * that the kernel counts in the container's cgroup is told once. `kills()` is `'unknown'` where the process had ended
 * before it was armed, or where the cgroup was removed before the last count could be read.
 * @throws `ERR_INVALID_OPTION` at once. Arming rejects with `ERR_NOT_SUPPORTED` where the process has no memory cgroup
 * apart from this process's, and for an option that the host cannot serve; with `ERR_PERMISSION`
 */
export const oomCgroup = (
  options: OomCgroupOptions = {},
): ((target: OomTarget) => Promise<CgroupOomWatcher>) => {
  const settings = settingsOf(options);
  return (target) => arm(settings, target);
};

const nothing: CgroupOomWatcher = {
  cgroup: undefined,
  way: undefined,
  kills: async () => 'unknown',
  [Symbol.asyncDispose]: async () => {},
};

/** The native part; `undefined` where it is not wanted or cannot be had. */
const nativePart = async (wanted: boolean): Promise<Linux | undefined> =>
  wanted ? loadLinux().catch(() => undefined) : undefined;

const arm = async (settings: Settings, target: OomTarget): Promise<CgroupOomWatcher> => {
  const linux = await nativePart(settings.way === 'events');
  const cgroup = await findCgroup(target.pid);
  if (!cgroup) return nothing;
  const parents = await oomParentsOf(target.pid).catch(() => []);
  if (settings.oomGroup) killTogether(cgroup);
  const { version } = cgroup;
  const path = version === 2 ? (oomParentOf(cgroup.path) ?? cgroup.path) : cgroup.path;
  const warning = settings.pressure && (await watchPressure(settings.pressure, settings, target, linux));
  const open = (changed: Changed): Counter =>
    version === 2
      ? unifiedCounter(path, settings, changed)
      : treeCounter(path, { ...settings, linux }, changed);
  let watch: KillWatch;
  try {
    watch = watchKills(open, target.fresh ?? false, telling(target, cgroup));
  } catch (error) {
    warning?.[Symbol.dispose]();
    throw error;
  }
  const stop = (): void => {
    target.signal?.removeEventListener('abort', stop);
    warning?.[Symbol.dispose]();
    watch[Symbol.dispose]();
  };
  if (target.signal?.aborted) stop();
  else target.signal?.addEventListener('abort', stop, { once: true });
  return {
    cgroup: path,
    way: watch.alarm,
    kills: watch.kills,
    [Symbol.asyncDispose]: async () => {
      stop();
      // Each time: what still held them at the first may be gone at the second.
      await removeOomParents(parents);
    },
  };
};
