import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Runtime } from '@caisson/core';
import { isRuntimeError, RuntimeError } from '@caisson/errors';
import { forgiven, recoded, run, type Specimen } from './specimen.ts';

type Call = (...call: readonly unknown[]) => Promise<unknown>;

const miscoded = (verb: 'start' | 'state' | 'wait' | 'delete' | 'kill' | 'exec'): Specimen => ({
  it: `has another code for ${verb} of what is not there`,
  breaks: (inner: Runtime): Runtime => ({
    ...inner,
    [verb]: (...call: readonly unknown[]) =>
      recoded((inner[verb] as Call)(...call), 'ERR_CONTAINER_NOT_FOUND', 'ERR_RUNTIME_FAILED'),
  }),
});

export const errors: readonly Specimen[] = [
  {
    it: 'rejects with errors that isRuntimeError does not know',
    breaks: (inner) => ({
      ...inner,
      state: async (id, options) => {
        try {
          return await inner.state(id, options);
        } catch (error) {
          const { code, runtime, cause, message } = error as RuntimeError;
          if (error instanceof TypeError) throw error;
          throw Object.assign(new Error(message, { cause }), { code, runtime, id });
        }
      },
    }),
  },
  miscoded('start'),
  miscoded('state'),
  miscoded('wait'),
  miscoded('delete'),
  miscoded('kill'),
  miscoded('exec'),
  {
    it: 'has another code for a bundle that is not there',
    breaks: run((inner) => (id, bundle, options) => {
      const work = inner.run(id, bundle, options);
      return existsSync(join(bundle, 'config.json'))
        ? work
        : recoded(work, 'ERR_INVALID_SPEC', 'ERR_RUNTIME_FAILED');
    }),
  },
  {
    it: 'has another code for a config.json that is none',
    breaks: run((inner) => (id, bundle, options) => {
      const work = inner.run(id, bundle, options);
      return existsSync(join(bundle, 'config.json'))
        ? recoded(work, 'ERR_INVALID_SPEC', 'ERR_RUNTIME_FAILED')
        : work;
    }),
  },
  {
    it: 'tells exit code 127 for a program that is not there',
    breaks: run(
      (inner) =>
        (...call) =>
          forgiven(inner.run(...call), 'ERR_EXEC_FAILED', () => ({
            exitCode: 127,
            signal: null,
            oomKilled: false,
            oomKills: 0,
            finishedAt: new Date(),
          })),
    ),
  },
  {
    it: 'keeps the id of a run that failed to begin',
    breaks: (inner) => {
      const taken = new Set<string>();
      return {
        ...inner,
        run: async (id, bundle, options) => {
          if (taken.has(id)) {
            throw new RuntimeError('ERR_CONTAINER_EXISTS', `there is ${id}`, { runtime: 'memory', id });
          }
          try {
            return await inner.run(id, bundle, options);
          } catch (error) {
            if (isRuntimeError(error, 'ERR_EXEC_FAILED')) taken.add(id);
            throw error;
          }
        },
      };
    },
  },
];
