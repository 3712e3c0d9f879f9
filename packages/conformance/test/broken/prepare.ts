import type { Runtime, Spec, State } from '@caisson/core';
import { forgiven, type Specimen } from './specimen.ts';

const prepares =
  (other: (inner: Runtime) => Runtime['prepare']) =>
  (inner: Runtime): Runtime => ({ ...inner, prepare: other(inner) });

export const prepare: readonly Specimen[] = [
  {
    it: 'changes the spec that it prepares',
    breaks: prepares((inner) => async (spec, options) => {
      const prepared = await inner.prepare(spec, options);
      Object.assign(spec, { hostname: 'caisson' });
      return prepared;
    }),
  },
  {
    it: 'gives the very spec back that it was given',
    breaks: prepares((inner) => async (spec, options) => {
      await inner.prepare(spec, options);
      return spec;
    }),
  },
  {
    it: 'gives a spec that shares its parts with the one it was given',
    breaks: prepares((inner) => async (spec, options) => {
      await inner.prepare(spec, options);
      return { ...spec };
    }),
  },
  {
    it: 'prepares another program than the one that was asked for',
    breaks: prepares((inner) => async (spec, options) => {
      const prepared = await inner.prepare(spec, options);
      const args = ['print', JSON.stringify({ stdout: 'another', code: 3 })];
      return { ...prepared, process: { cwd: '/', ...prepared.process, args } };
    }),
  },
  {
    it: 'makes a container where it prepares',
    breaks: (inner) => {
      const made = new Map<string, State>();
      return {
        ...inner,
        prepare: async (spec, options) => {
          const id = options?.id;
          if (id) made.set(id, { ociVersion: spec.ociVersion, id, status: 'created', bundle: '/' });
          return inner.prepare(spec, options);
        },
        state: async (id, options) => made.get(id) ?? inner.state(id, options),
      };
    },
  },
  {
    it: 'prepares whatever it is given',
    breaks: prepares(
      (inner) => (spec, options) =>
        forgiven(inner.prepare(spec, options), 'ERR_INVALID_SPEC', (): Spec => ({ ociVersion: '1.2.0' })),
    ),
  },
];
