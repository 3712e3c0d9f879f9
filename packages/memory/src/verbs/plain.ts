import type { ContainerProcess, Runtime, Stats } from '@caisson/core';
import { ask, find, type Kit } from '../calls/enter.ts';
import { usedBytes } from '../host/birth.ts';
import { refuse } from '../host/bundle.ts';
import { type Container, mustRun, stateError } from '../host/container.ts';

type PlainVerb = 'prepare' | 'state' | 'list' | 'pause' | 'resume' | 'update' | 'stats' | 'processes';

/** The calls that are one question each. */
export const plain = (kit: Kit): Pick<Runtime, PlainVerb> => ({
  prepare: async (spec, options = {}) =>
    ask(kit, 'prepare', options.id, options, () => {
      if (typeof spec !== 'object' || spec === null || Array.isArray(spec)) {
        throw refuse('prepare', options.id, 'the spec is no object; give an OCI spec');
      }
      try {
        return structuredClone(spec);
      } catch (cause) {
        throw refuse('prepare', options.id, 'the spec holds what JSON cannot', cause);
      }
    }),
  state: async (id, options = {}) => ask(kit, 'state', id, options, () => find(kit, 'state', id).state()),
  list: async (options = {}) =>
    ask(kit, 'list', undefined, options, () => [...kit.host.containers.values()].map((one) => one.state())),
  pause: async (id, options = {}) =>
    ask(kit, 'pause', id, options, () => {
      const container = find(kit, 'pause', id);
      mustRun('pause', container);
      container.pause();
    }),
  resume: async (id, options = {}) =>
    ask(kit, 'resume', id, options, () => {
      const container = find(kit, 'resume', id);
      const { status } = container.state();
      if (status !== 'paused') throw stateError('ERR_WRONG_STATE', 'resume', id, `it is ${status}`);
      container.resume();
    }),
  update: async (id, resources, options = {}) =>
    ask(kit, 'update', id, options, () => {
      if (typeof resources !== 'object' || resources === null) {
        throw refuse('update', id, 'the resources are no object; give linux.resources');
      }
      const container = find(kit, 'update', id);
      mustRun('update', container, ['created', 'paused']);
      container.resources = merged(container.resources, resources);
    }),
  stats: async (id, options = {}) =>
    ask(kit, 'stats', id, options, () => {
      const container = find(kit, 'stats', id);
      mustRun('stats', container, ['created', 'paused']);
      return statsOf(container);
    }),
  processes: async (id, options = {}) =>
    ask(kit, 'processes', id, options, (): readonly ContainerProcess[] => {
      const container = find(kit, 'processes', id);
      mustRun('processes', container, ['created', 'paused']);
      return [...container.processes].map(({ pid, args }) => ({ pid, hostPid: pid, args }));
    }),
});

/** What the second does not name stays, in each group of limits. */
const merged = (now: Container['resources'], change: Container['resources']): Container['resources'] => ({
  ...now,
  ...change,
  ...(change.memory ? { memory: { ...now.memory, ...change.memory } } : {}),
  ...(change.pids ? { pids: { ...now.pids, ...change.pids } } : {}),
  ...(change.cpu ? { cpu: { ...now.cpu, ...change.cpu } } : {}),
});

const statsOf = (container: Container): Stats => {
  const { memory, pids } = container.resources;
  return {
    at: new Date(),
    memory: { usageBytes: usedBytes(container), ...limit('limitBytes', memory?.limit) },
    pids: { current: container.processes.size, ...limit('limit', pids?.limit) },
  };
};

const limit = <K extends string>(key: K, value: number | undefined): Partial<Record<K, number>> =>
  value === undefined || value <= 0 ? {} : ({ [key]: value } as Record<K, number>);
