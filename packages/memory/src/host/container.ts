import type { ContainerEvent, ContainerStatus, ExitStatus, Signal, Spec, State } from '@caisson/core';
import { RuntimeError } from '@caisson/errors';
import type { Running } from '../process/running.ts';
import type { Plumbing } from '../streams/plumbing.ts';
import { type Freezer, freezer } from './freezer.ts';
import { withStatus } from './status.ts';
import { type OomCount, oomCount } from './watchers.ts';

/** A container in memory, from create to delete. */
export interface Container extends Freezer, AsyncDisposable {
  readonly id: string;
  readonly spec: Spec;
  readonly init: Running;
  readonly plumbing: Plumbing;
  readonly processes: Set<Running>;
  readonly oom: OomCount;
  /** Bytes that its processes have allocated, by process. */
  readonly memory: Map<Running, number>;
  /** As the spec has it, and then `update`. */
  resources: NonNullable<NonNullable<Spec['linux']>['resources']>;
  readonly state: () => State;
  readonly start: () => void;
  /** Init is gone, its output delivered, the counters read. Rejects with `ERR_STREAM`. */
  readonly ended: Promise<ExitStatus>;
  /** How it ended, once it has. */
  readonly outcome: () => ExitStatus | undefined;
  readonly subscribe: (listener: (event: ContainerEvent) => void) => () => void;
  readonly killAll: (signal: Signal) => void;
}

export interface ContainerParts {
  readonly id: string;
  readonly bundle: string;
  readonly spec: Spec;
  readonly plumbing: Plumbing;
  readonly tellsOom: boolean;
  readonly exactSignals: boolean;
  readonly born: (container: Container) => Running;
}

export const containerOf = (parts: ContainerParts): Container => {
  const { id, bundle, spec, plumbing } = parts;
  const listeners = new Set<(event: ContainerEvent) => void>();
  const processes = new Set<Running>();
  const tell = (event: ContainerEvent): void => {
    for (const listener of [...listeners]) listener(event);
  };
  const freeze = freezer();
  const oom = oomCount(parts.tellsOom, (at) => {
    if (!outcome) tell({ type: 'oom', at });
  });
  let startedAt: Date | undefined;
  let outcome: ExitStatus | undefined;
  let fault: unknown;
  const status = (): ContainerStatus =>
    init.ended() ? 'stopped' : !startedAt ? 'created' : freeze.paused() ? 'paused' : 'running';
  const killAll = (signal: Signal): void => {
    for (const process of [...processes]) process.kill(signal);
  };
  const finish = async (): Promise<ExitStatus> => {
    const { exitCode, signal } = await init.exited;
    const finishedAt = new Date();
    // The kernel ends a pid namespace with its first process.
    if (hasOwnPids(spec)) killAll('SIGKILL');
    await plumbing.settle();
    await oom.lastRead();
    outcome = statusOf({ exitCode, signal }, oom.kills(), startedAt, finishedAt, parts.exactSignals);
    tell({ type: 'exit', status: outcome });
    if (fault) throw withStatus(fault, outcome);
    return outcome;
  };
  const container: Container = {
    id,
    spec,
    plumbing,
    processes,
    oom,
    memory: new Map(),
    resources: spec.linux?.resources ?? {},
    ...freeze,
    get init() {
      return init;
    },
    state: () => ({
      ociVersion: spec.ociVersion,
      id,
      status: status(),
      ...(init.ended() ? {} : { pid: init.pid }),
      bundle,
      ...(spec.annotations ? { annotations: spec.annotations } : {}),
    }),
    start: () => {
      startedAt = new Date();
      init.start();
    },
    get ended() {
      return ended;
    },
    outcome: () => outcome,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    killAll,
    [Symbol.asyncDispose]: async () => {
      freeze.resume();
      killAll('SIGKILL');
      await oom[Symbol.asyncDispose]();
      plumbing.destroy();
    },
  };
  const init = parts.born(container);
  plumbing.failed.catch((error: unknown) => {
    fault ??= error;
    killAll('SIGKILL');
  });
  const ended = finish();
  ended.catch(() => {});
  return container;
};

/** Whether its init is the first of a pid namespace. */
export const hasOwnPids = ({ linux }: Spec): boolean =>
  linux?.namespaces?.some(({ type, path }) => type === 'pid' && !path) ?? false;

export const statusOf = (
  { exitCode, signal }: { readonly exitCode: number; readonly signal: Signal | null },
  oomKills: number,
  startedAt: Date | undefined,
  finishedAt: Date,
  exactSignals: boolean,
): ExitStatus => ({
  exitCode,
  signal: exactSignals || exitCode <= 128 ? signal : 'unknown',
  oomKilled: oomKills > 0 && exitCode === 137,
  oomKills,
  ...(startedAt ? { startedAt } : {}),
  finishedAt,
});

/** @throws `ERR_CONTAINER_NOT_RUNNING` where its init is gone, or has not been started. */
export const mustRun = (verb: string, container: Container, also: readonly ContainerStatus[] = []): void => {
  const { status } = container.state();
  if (status === 'running' || also.includes(status)) return;
  const code = status === 'paused' ? 'ERR_WRONG_STATE' : 'ERR_CONTAINER_NOT_RUNNING';
  throw stateError(code, verb, container.id, `it is ${status}`);
};

export const stateError = (
  code: 'ERR_WRONG_STATE' | 'ERR_CONTAINER_NOT_RUNNING' | 'ERR_CONTAINER_NOT_FOUND' | 'ERR_CONTAINER_EXISTS',
  verb: string,
  id: string,
  reason: string,
): RuntimeError =>
  new RuntimeError(code, `memory ${verb} ${id}: ${reason}`, { runtime: 'memory', verb, id, reason });
