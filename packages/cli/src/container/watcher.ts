import type { OomTarget, OomWatcher, OomWatcherFactory } from '@caisson/core';
import { isRuntimeError } from '@caisson/errors';

/** Watches nothing: the kills are told when the container ends. */
const none: OomWatcher = { kills: async () => 'unknown', [Symbol.asyncDispose]: async () => {} };

/** What tells of a runtime's OOM kills as they happen, where this host lets it. */
export const watcherOf = async (runtime: string): Promise<OomWatcherFactory> => {
  const watch =
    runtime === 'runsc'
      ? (await import('@caisson/oom-gvisor')).oomGvisor()
      : (await import('@caisson/oom-cgroup')).oomCgroup();
  return async (target: OomTarget) => {
    try {
      return await watch(target);
    } catch (error) {
      // As for a rootless container, which has no cgroup of its own.
      if (isRuntimeError(error, 'ERR_NOT_SUPPORTED', 'ERR_PERMISSION')) return none;
      throw error;
    }
  };
};
