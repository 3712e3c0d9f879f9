import type { OomTarget, OomWatcher } from '@caisson/core';
import { isRuntimeError } from '@caisson/errors';
import { oomCgroup } from '@caisson/oom-cgroup';
import { infer } from './infer.ts';
import { type OomGvisorOptions, type Settings, settingsOf } from './options.ts';

/** A watch on a gVisor sandbox. */
export interface GvisorOomWatcher extends OomWatcher {
  /**
   * `'cgroup'`: the kernel's own counter, certain; `'memory'`: the sandbox's cgroup cannot be seen from here, and
   * what is told is inferred from the memory that it uses.
   */
  readonly source: 'cgroup' | 'memory';
}

/**
 * Makes a watcher of gVisor sandboxes: for a driver, for a call, or alone on a sandbox's pid. An OOM kill ends the
 * whole sandbox. Where the sandbox has a cgroup of its own that can be seen, the kernel's counter there tells, as
 * `oomCgroup()` does; else the sandbox's memory is measured.
 * @throws `ERR_INVALID_OPTION` at once
 */
export const oomGvisor = (
  options: OomGvisorOptions = {},
): ((target: OomTarget) => Promise<GvisorOomWatcher>) => {
  const settings = settingsOf(options);
  return (target) => arm(settings, target);
};

const arm = async (settings: Settings, target: OomTarget): Promise<GvisorOomWatcher> => {
  try {
    return { ...(await oomCgroup()(target)), source: 'cgroup' };
  } catch (error) {
    if (!isRuntimeError(error, 'ERR_NOT_SUPPORTED', 'ERR_PERMISSION')) throw error;
    return await infer(settings, target);
  }
};
