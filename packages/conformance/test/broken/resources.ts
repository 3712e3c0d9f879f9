import type { ContainerProcess, Runtime, State } from '@caisson/core';
import { forgiven, recoded, type Specimen } from './specimen.ts';

const paused = async (inner: Runtime, id: string): Promise<boolean> =>
  (await inner.state(id).catch(() => undefined))?.status === 'paused';

const awake = (state: State): State => (state.status === 'paused' ? { ...state, status: 'running' } : state);

export const resources: readonly Specimen[] = [
  {
    it: 'pauses nothing, and says that it did',
    breaks: (inner) => {
      const said = new Set<string>();
      return {
        ...inner,
        pause: async (id, options) => {
          if (said.has(id)) return inner.resume(id, options);
          await inner.pause(id, options);
          await inner.resume(id);
          said.add(id);
        },
        resume: async (id, options) => {
          if (said.delete(id)) await inner.pause(id);
          await inner.resume(id, options);
        },
        state: async (id, options) => {
          const state = await inner.state(id, options);
          return said.has(id) && state.status === 'running' ? { ...state, status: 'paused' } : state;
        },
        exec: async (id, process, options) => {
          if (said.has(id)) await inner.pause(id);
          return inner.exec(id, process, options);
        },
      };
    },
  },
  {
    it: 'tells that what is paused runs',
    breaks: (inner) => ({
      ...inner,
      state: async (id, options) => awake(await inner.state(id, options)),
    }),
  },
  {
    it: 'resumes nothing',
    breaks: (inner) => ({
      ...inner,
      resume: async (id, options) => {
        if (!(await paused(inner, id))) await inner.resume(id, options);
      },
    }),
  },
  {
    it: 'pauses what is paused without a word',
    breaks: (inner) => ({
      ...inner,
      pause: (id, options) => forgiven(inner.pause(id, options), 'ERR_WRONG_STATE', () => {}),
    }),
  },
  {
    it: 'resumes what is paused for an exec',
    breaks: (inner) => ({
      ...inner,
      exec: async (id, process, options) => {
        if (await paused(inner, id)) await inner.resume(id);
        return inner.exec(id, process, options);
      },
    }),
  },
  {
    it: 'does not kill what is paused',
    breaks: (inner) => ({
      ...inner,
      kill: async (id, signal, options) => {
        if (!(await paused(inner, id))) await inner.kill(id, signal, options);
      },
    }),
  },
  {
    it: 'does not delete what is paused',
    breaks: (inner) => ({
      ...inner,
      delete: async (id, options) => {
        if (!(await paused(inner, id))) await inner.delete(id, options);
      },
    }),
  },
  {
    it: 'has another code for pause of what is not there',
    breaks: (inner) => ({
      ...inner,
      pause: (id, options) =>
        recoded(inner.pause(id, options), 'ERR_CONTAINER_NOT_FOUND', 'ERR_CONTAINER_NOT_RUNNING'),
    }),
  },
  {
    it: 'lifts the limits that update does not name',
    breaks: (inner) => ({
      ...inner,
      update: (id, given, options) =>
        inner.update(id, { memory: { limit: -1 }, pids: { limit: -1 }, ...given }, options),
    }),
  },
  {
    it: 'ends what it updates',
    breaks: (inner) => ({
      ...inner,
      update: async (id, given, options) => {
        await inner.update(id, given, options);
        await inner.kill(id, 'SIGKILL');
      },
    }),
  },
  ...(['update', 'stats', 'processes'] as const).map((verb) => ({
    it: `has another code for ${verb} of what is not there`,
    breaks: (inner: Runtime): Runtime => ({
      ...inner,
      [verb]: (...call: readonly unknown[]) =>
        recoded(
          (inner[verb] as (...call: readonly unknown[]) => Promise<unknown>)(...call),
          'ERR_CONTAINER_NOT_FOUND',
          'ERR_RUNTIME_FAILED',
        ),
    }),
  })),
  {
    it: 'tells nothing in stats but the time',
    breaks: (inner) => ({
      ...inner,
      stats: async (id, options) => ({ at: (await inner.stats(id, options)).at }),
    }),
  },
  {
    it: 'tells no limits in stats',
    breaks: (inner) => ({
      ...inner,
      stats: async (id, options) => {
        const { memory, pids, ...rest } = await inner.stats(id, options);
        return {
          ...rest,
          ...(memory ? { memory: { usageBytes: memory.usageBytes } } : {}),
          ...(pids ? { pids: { current: pids.current } } : {}),
        };
      },
    }),
  },
  {
    it: 'tells of init alone in processes',
    breaks: (inner) => ({
      ...inner,
      processes: async (id, options) => (await inner.processes(id, options)).slice(0, 1),
    }),
  },
  {
    it: 'tells of processes that are gone',
    breaks: (inner) => {
      const seen = new Map<number, ContainerProcess>();
      return {
        ...inner,
        processes: async (id, options) => {
          for (const each of await inner.processes(id, options)) seen.set(each.pid, each);
          return [...seen.values()];
        },
      };
    },
  },
];
