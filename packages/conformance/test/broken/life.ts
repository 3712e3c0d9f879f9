import { isRuntimeError, RuntimeError } from '@caisson/errors';
import { forgiven, run, type Specimen } from './specimen.ts';

const wrongState = (id: string): RuntimeError =>
  new RuntimeError('ERR_WRONG_STATE', `${id} is in another state`, { runtime: 'memory', id });

export const life: readonly Specimen[] = [
  {
    it: 'tells every failure as exit code 1',
    breaks: run((inner) => async (...call) => {
      const status = await inner.run(...call);
      return status.signal === null && status.exitCode > 0 ? { ...status, exitCode: 1 } : status;
    }),
  },
  {
    it: 'takes every exit code above 128 for a signal',
    breaks: run((inner) => async (...call) => {
      const status = await inner.run(...call);
      return status.exitCode > 128 ? { ...status, signal: 'SIGKILL' } : status;
    }),
  },
  {
    it: 'tells no signal',
    breaks: run((inner) => async (...call) => ({ ...(await inner.run(...call)), signal: null })),
  },
  {
    it: 'dates a run’s start at its end',
    breaks: run((inner) => async (...call) => {
      const status = await inner.run(...call);
      return { ...status, startedAt: status.finishedAt };
    }),
  },
  {
    it: 'leaves the container that it ran',
    breaks: run((inner) => async (id, bundle, options) => {
      const status = await inner.run(id, bundle, options);
      await inner.create(id, bundle);
      return status;
    }),
  },
  {
    it: 'runs each bundle once',
    breaks: (inner) => {
      const seen = new Set<string>();
      return {
        ...inner,
        run: async (id, bundle, options) => {
          const work = inner.run(id, bundle, options);
          if (!seen.has(bundle)) {
            seen.add(bundle);
            return work;
          }
          await work;
          throw new RuntimeError('ERR_INVALID_SPEC', `${bundle} was used`, { runtime: 'memory', id });
        },
      };
    },
  },
  {
    it: 'starts the program in create',
    breaks: (inner) => ({
      ...inner,
      create: async (...call) => {
        const state = await inner.create(...call);
        await inner.start(call[0]);
        return state;
      },
      start: (id, options) => forgiven(inner.start(id, options), 'ERR_WRONG_STATE', () => {}),
    }),
  },
  {
    it: 'settles start at the program’s end',
    breaks: (inner) => ({
      ...inner,
      start: async (id, options) => {
        await inner.start(id, options);
        await inner.wait(id);
      },
    }),
  },
  {
    it: 'removes a created container as soon as it ends',
    breaks: (inner) => ({
      ...inner,
      start: async (id, options) => {
        await inner.start(id, options);
        inner.wait(id).then(
          () => inner.delete(id, { force: true }),
          () => {},
        );
      },
    }),
  },
  {
    it: 'refuses to delete what was never started',
    breaks: (inner) => ({
      ...inner,
      delete: async (id, options) => {
        const created = (await inner.state(id).catch(() => undefined))?.status === 'created';
        if (created && options?.force !== true) throw wrongState(id);
        await inner.delete(id, options);
      },
    }),
  },
  {
    it: 'refuses to delete what runs, be it with force',
    breaks: (inner) => ({
      ...inner,
      delete: async (id, options) => {
        if ((await inner.state(id).catch(() => undefined))?.status === 'running') throw wrongState(id);
        await inner.delete(id, options);
      },
    }),
  },
  {
    it: 'tells that what was deleted with force exited well',
    breaks: (inner) => {
      const deleted = new Set<string>();
      return {
        ...inner,
        delete: async (id, options) => {
          if (options?.force) deleted.add(id);
          await inner.delete(id, options);
        },
        run: async (...call) => {
          const status = await inner.run(...call);
          return deleted.has(call[0]) ? { ...status, exitCode: 0, signal: null } : status;
        },
      };
    },
  },
  {
    it: 'does not delete with force what is not there',
    breaks: (inner) => ({
      ...inner,
      delete: async (id, options) => {
        if (options?.force) await inner.state(id);
        await inner.delete(id, options);
      },
    }),
  },
  {
    it: 'uses `this`',
    breaks: (inner) => ({
      ...inner,
      async run(...call) {
        if (this === undefined) throw new TypeError('run is a method');
        return inner.run(...call);
      },
    }),
  },
  {
    it: 'replaces what has the id',
    breaks: run((inner) => async (id, bundle, options) => {
      try {
        return await inner.run(id, bundle, options);
      } catch (error) {
        if (!isRuntimeError(error, 'ERR_CONTAINER_EXISTS')) throw error;
        await inner.delete(id, { force: true });
        return inner.run(id, bundle, options);
      }
    }),
  },
  {
    it: 'replaces in create what has the id',
    breaks: (inner) => ({
      ...inner,
      create: async (id, bundle, options) =>
        forgiven(inner.create(id, bundle, options), 'ERR_CONTAINER_EXISTS', async () => {
          await inner.delete(id, { force: true });
          return inner.create(id, bundle, options);
        }),
    }),
  },
  {
    it: 'starts what runs without a word',
    breaks: (inner) => ({
      ...inner,
      start: (id, options) => forgiven(inner.start(id, options), 'ERR_WRONG_STATE', () => {}),
    }),
  },
  {
    it: 'deletes what runs, without force',
    breaks: (inner) => ({
      ...inner,
      delete: (id, options) =>
        forgiven(inner.delete(id, options), 'ERR_WRONG_STATE', () => inner.delete(id, { force: true })),
    }),
  },
];
