import type { ExitStatus, OomWatcherFactory, RunOptions, Runtime } from '@caisson/core';
import { run, type Specimen } from './specimen.ts';

const judging = (change: (status: ExitStatus) => ExitStatus): ((inner: Runtime) => Runtime) =>
  run(
    (inner) =>
      async (...call) =>
        change(await inner.run(...call)),
  );

const killed = { oomKilled: true, oomKills: 1 } as const;

/** Watchers that a run is given are others. */
const watching = (change: (oom: OomWatcherFactory) => OomWatcherFactory): ((inner: Runtime) => Runtime) =>
  run((inner) => (id, bundle, options: RunOptions = {}) => {
    const { oom } = options;
    return inner.run(id, bundle, oom ? { ...options, oom: change(oom) } : options);
  });

export const oom: readonly Specimen[] = [
  {
    it: 'takes every SIGKILL for a kill for memory',
    breaks: judging((status) => (status.signal === 'SIGKILL' ? { ...status, ...killed } : status)),
  },
  {
    it: 'takes exit code 137 for a kill for memory',
    breaks: judging((status) =>
      status.signal === null && status.exitCode === 137 ? { ...status, ...killed } : status,
    ),
  },
  {
    it: 'sees no kill for memory',
    breaks: judging((status) => ({ ...status, oomKilled: false, oomKills: 0 })),
  },
  {
    it: 'takes a child’s kill for its parent’s',
    breaks: judging((status) => ({ ...status, oomKilled: status.oomKills !== 0 })),
  },
  {
    it: 'arms watchers after the start',
    breaks: run((inner) => (id, bundle, options: RunOptions = {}) => {
      const { oom, onStarted, ...rest } = options;
      if (!oom) return inner.run(id, bundle, options);
      return inner.run(id, bundle, {
        ...rest,
        onStarted: async (started) => {
          const watcher = await oom({ pid: started.pid ?? 0, id, fresh: true });
          await watcher[Symbol.asyncDispose]();
          await onStarted?.(started);
        },
      } as RunOptions);
    }),
  },
  {
    it: 'arms watchers as if the container were old',
    breaks: watching((oom) => (target) => oom({ ...target, fresh: false })),
  },
  {
    it: 'never asks a watcher for its count',
    breaks: watching((oom) => async (target) => ({ ...(await oom(target)), kills: async () => 'unknown' })),
  },
  {
    it: 'never disposes a watcher',
    breaks: watching((oom) => async (target) => ({
      ...(await oom(target)),
      [Symbol.asyncDispose]: async () => {},
    })),
  },
  {
    it: 'does not pass on what a watcher tells',
    breaks: watching(
      (oom) =>
        ({ onOom: _unheard, ...target }) =>
          oom(target),
    ),
  },
];
