import type {
  ContainerEvent,
  ExitStatus,
  OomWatcherFactory,
  Signal,
  Spec,
  State,
  Streams,
} from '@caisson/core';
import type { EngineProcess } from '../engine.ts';
import { type Plumbing, plumb } from '../streams/plumbing.ts';
import { withStatus } from './abort.ts';
import { joint } from './joint.ts';
import { lastRead } from './last-read.ts';
import { learnt, lost } from './learnt.ts';
import { atLeast, statusOf } from './status.ts';
import { killedMs, within } from './stop.ts';
import { type Watchers, watchersOf } from './watchers.ts';

/** A container that this process made, from its init's birth to its delete. */
export interface Container extends AsyncDisposable {
  readonly id: string;
  readonly process: EngineProcess;
  /** As `state` would tell it now, without asking the runtime. */
  readonly state: State;
  /** Init is gone, its output delivered, the counters read. Rejects with `ERR_STREAM` or `ERR_STATUS_LOST`. */
  readonly ended: Promise<ExitStatus>;
  /** `ended`, for one who may leave. */
  readonly join: (left: AbortSignal) => Promise<ExitStatus>;
  /** Whether the last event was told, and `ended` settles. */
  readonly over: () => boolean;
  /** To call when the program was started. */
  readonly started: () => void;
  /** Its program is being started: a short one ends before the runtime says that it did. */
  readonly starting: <T>(start: Promise<T>) => Promise<T>;
  /** Its start, under way or done; `undefined`: it was not begun, or failed. */
  readonly start: () => Promise<unknown> | undefined;
  /**
   * A checkpoint is about to end it, and its cgroup with it: the counter is read now. To call what it gives where
   * it lives on.
   */
  readonly leaving: () => Promise<() => void>;
  /** Arms a watcher; it is disposed after delete. */
  readonly watch: (factory: OomWatcherFactory, fresh: boolean) => Promise<void>;
  readonly subscribe: (listener: (event: ContainerEvent) => void) => () => void;
  /** While anyone waits, the wait keeps Node alive. */
  readonly waiting: <T>(work: Promise<T>) => Promise<T>;
  readonly plumbing: Plumbing;
}

export interface ContainerParts {
  /** The runtime's name. */
  readonly runtime: string;
  readonly id: string;
  readonly bundle: string;
  readonly spec: Spec;
  readonly process: EngineProcess;
  readonly streams: Streams;
  /** Kills it, for a stream has failed. */
  readonly kill: (signal: Signal) => Promise<void>;
}

export const containerOf = (parts: ContainerParts): Container => {
  const { id, process, spec } = parts;
  const plumbing = plumb(process, parts.streams);
  const listeners = new Set<(event: ContainerEvent) => void>();
  let beginning: Date | undefined;
  let start: Promise<unknown> | undefined;
  let startedAt: Date | undefined;
  let over = false;
  let waiters = 0;
  let fault: unknown;
  let killing: Promise<void> | undefined;
  let disposing: Promise<void> | undefined;
  let atLeave: number | 'unknown' | undefined;

  const tell = (event: ContainerEvent): void => {
    for (const listener of [...listeners]) listener(event);
  };
  const watchers: Watchers = watchersOf((at, report) => {
    if (!over) tell({ type: 'oom', at, ...(report ? { report } : {}) });
  });
  plumbing.failed.catch((error: unknown) => {
    fault ??= error;
    if (!over) killing = parts.kill('SIGKILL').catch(() => {});
  });

  const finish = async (): Promise<ExitStatus> => {
    const end = await learnt(parts.runtime, id, process.exited);
    const finishedAt = new Date();
    const began = startedAt ?? beginning;
    await plumbing.settle();
    const counted = await lastRead(() => process.oomKills?.());
    const watched = await watchers.kills(end); // Their last read comes before delete in any case.
    const kills = atLeast(atLeast(counted, watched), atLeave ?? 'unknown');
    const earlier = typeof atLeave === 'number' ? atLeave : 0;
    const status = statusOf(end, kills, began, finishedAt, earlier);
    if (kills !== 'unknown') watchers.catchUp(kills, finishedAt);
    over = true;
    tell({ type: 'exit', status });
    if (fault) throw withStatus(fault, status);
    return status;
  };
  const ended = finish().catch(async (error: unknown) => {
    if (over) throw error;
    await plumbing.settle();
    over = true;
    tell({ type: 'error', error: lost(parts.runtime, id, error) });
    throw error;
  });
  ended.catch(() => {});
  const { join } = joint(ended);
  process.unref?.();

  return {
    id,
    process,
    plumbing,
    ended,
    join,
    over: () => over,
    get state(): State {
      return {
        ociVersion: spec.ociVersion,
        id,
        status: over ? 'stopped' : startedAt ? 'running' : 'created',
        ...(over || process.pid === undefined ? {} : { pid: process.pid }),
        bundle: parts.bundle,
        ...(spec.annotations ? { annotations: spec.annotations } : {}),
      };
    },
    start: () => start,
    started: () => {
      start ??= Promise.resolve();
      startedAt ??= new Date();
    },
    starting: async (work) => {
      beginning = new Date();
      start = work;
      try {
        const done = await work;
        startedAt ??= new Date();
        return done;
      } catch (error) {
        beginning = undefined;
        start = undefined;
        throw error;
      }
    },
    leaving: async () => {
      atLeave = await lastRead(() => process.oomKills?.());
      return () => {
        atLeave = undefined;
      };
    },
    watch: async (factory, fresh) => {
      const { hostPid } = process;
      if (hostPid !== undefined) await watchers.arm(factory, { pid: hostPid, id, spec, fresh });
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    waiting: async (work) => {
      if (waiters++ === 0) process.ref?.();
      try {
        return await work;
      } finally {
        if (--waiters === 0) process.unref?.();
      }
    },
    [Symbol.asyncDispose]: () => {
      disposing ??= (async () => {
        await watchers[Symbol.asyncDispose]();
        plumbing.destroy();
        if (killing) await within(killing, killedMs);
        await process.release?.();
      })();
      return disposing;
    },
  };
};
