import type { CallOptions, Capabilities, Capability, OomWatcherFactory } from '@caisson/core';
import { RuntimeError } from '@caisson/errors';
import type { Faults, FaultVerb } from '../faults.ts';
import { type Container, stateError } from '../host/container.ts';
import type { Host } from '../host/host.ts';
import type { Programs } from '../program.ts';
import { closedError, type Ending, endingOf } from './ending.ts';
import { checkId } from './id.ts';
import { keepAlive } from './keep-alive.ts';
import { checkOptions, kinds } from './kinds.ts';

/** What the calls of one memory runtime share. */
export interface Kit {
  readonly host: Host;
  readonly programs: Programs;
  readonly capabilities: Capabilities;
  readonly oom: OomWatcherFactory | undefined;
  readonly faults: Faults;
  /** Those that this object made. */
  readonly own: WeakSet<Container>;
  /** Aborted by `close`. */
  readonly closing: AbortController;
  /** Runs and execs under way. */
  readonly active: Set<Promise<unknown>>;
}

const needs: Partial<Record<FaultVerb, Capability>> = {
  create: 'create',
  start: 'create',
  events: 'events',
  checkpoint: 'checkpointRestore',
  restore: 'checkpointRestore',
  pause: 'pause',
  resume: 'pause',
  update: 'update',
  stats: 'stats',
  processes: 'processes',
};

/**
 * What every call begins with. Its result is to be disposed.
 * @throws `ERR_CLOSED`, `ERR_NOT_SUPPORTED`, `ERR_INVALID_ID`, `ERR_INVALID_OPTION`, `ERR_ABORTED`
 */
export const enter = (kit: Kit, verb: FaultVerb, id: string | undefined, options: CallOptions): Ending => {
  if (kit.closing.signal.aborted) throw closedError();
  const need = needs[verb];
  if (need) mustBeAble(kit, need, verb);
  if (id !== undefined || (verb !== 'list' && verb !== 'prepare')) checkId(verb, id);
  checkOptions(verb, kinds[verb], options);
  const ending = endingOf(verb, id, options.signal, kit.closing.signal);
  try {
    ending.check();
  } catch (error) {
    ending[Symbol.dispose]();
    throw error;
  }
  return ending;
};

/** @throws `ERR_NOT_SUPPORTED` */
export const mustBeAble = ({ capabilities }: Kit, capability: Capability, verb: string): void => {
  if (capabilities[capability]) return;
  const reason = capabilities.reasons[capability];
  throw new RuntimeError('ERR_NOT_SUPPORTED', `memory cannot ${verb}: ${reason}`, {
    runtime: 'memory',
    verb,
    reason,
  });
};

/** One question to the host, with the faults before and after it. */
export const ask = async <T>(
  kit: Kit,
  verb: FaultVerb,
  id: string | undefined,
  options: CallOptions,
  work: (ending: Ending) => T | Promise<T>,
): Promise<T> => {
  using ending = enter(kit, verb, id, options);
  const asked = async (): Promise<T> => {
    await kit.faults.meet(verb, id, 'before');
    ending.check();
    const answer = await work(ending);
    await kit.faults.meet(verb, id, 'after');
    return answer;
  };
  return await keepAlive(ending.race(asked()));
};

/** Keeps a run or an exec known until it settles, for `close` to wait for. */
export const active = async <T>(kit: Kit, work: Promise<T>): Promise<T> => {
  kit.active.add(work);
  try {
    return await keepAlive(work);
  } finally {
    kit.active.delete(work);
  }
};

/** @throws `ERR_CONTAINER_NOT_FOUND` */
export const find = ({ host }: Kit, verb: string, id: string): Container => {
  const container = host.containers.get(id);
  if (!container) throw stateError('ERR_CONTAINER_NOT_FOUND', verb, id, 'there is no such container');
  return container;
};
