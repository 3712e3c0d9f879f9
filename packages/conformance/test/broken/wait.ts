import type { ExitStatus, Runtime, State } from '@caisson/core';
import { hang, type Specimen } from './specimen.ts';

const waits =
  (other: (inner: Runtime) => Runtime['wait']) =>
  (inner: Runtime): Runtime => ({ ...inner, wait: other(inner) });

const guess = (): ExitStatus => ({
  exitCode: 0,
  signal: null,
  oomKilled: false,
  oomKills: 0,
  finishedAt: new Date(),
});

export const wait: readonly Specimen[] = [
  {
    it: 'deletes what it has waited for',
    breaks: waits((inner) => async (id, options) => {
      const status = await inner.wait(id, options);
      await inner.delete(id, { force: true });
      return status;
    }),
  },
  {
    it: 'makes a status up for what has not begun',
    breaks: waits(
      (inner) => async (id, options) =>
        (await inner.state(id)).status === 'created' ? guess() : inner.wait(id, options),
    ),
  },
  {
    it: 'tells the status to the first who waits',
    breaks: (inner) => {
      const seen = new Set<string>();
      return {
        ...inner,
        wait: async (id, options) => {
          if (seen.has(id)) return hang();
          seen.add(id);
          return inner.wait(id, options);
        },
      };
    },
  },
  {
    it: 'dates what is waited for otherwise than run',
    breaks: waits((inner) => async (id, options) => {
      const status = await inner.wait(id, options);
      return { ...status, finishedAt: new Date(status.finishedAt.getTime() + 1_000) };
    }),
  },
  {
    it: 'kills what is no longer waited for',
    breaks: waits((inner) => async (id, options) => {
      options?.signal?.addEventListener('abort', () => void inner.kill(id, 'SIGKILL').catch(() => {}));
      return inner.wait(id, options);
    }),
  },
  {
    it: 'guesses how what another program made has ended',
    breaks: (inner) => {
      const own = new Set<string>();
      return {
        ...inner,
        run: (...call) => {
          own.add(call[0]);
          return inner.run(...call);
        },
        create: (...call) => {
          own.add(call[0]);
          return inner.create(...call);
        },
        wait: async (id, options) => {
          const { status } = await inner.state(id);
          return own.has(id) || status === 'stopped' ? inner.wait(id, options) : guess();
        },
      };
    },
  },
];

const asState =
  (change: (state: State) => State) =>
  (inner: Runtime): Runtime => ({
    ...inner,
    state: async (id, options) => change(await inner.state(id, options)),
    list: async (options) => (await inner.list(options)).map(change),
  });

export const state: readonly Specimen[] = [
  {
    it: 'tells another bundle',
    breaks: asState((told) => ({ ...told, bundle: '/' })),
  },
  {
    it: 'keeps the pid of what has ended',
    breaks: (inner) => ({
      ...inner,
      state: async (id, options) => {
        const told = await inner.state(id, options);
        return told.status === 'stopped' ? { ...told, pid: 4_711 } : told;
      },
    }),
  },
  {
    it: 'lists containers twice',
    breaks: (inner) => ({
      ...inner,
      list: async (options) => {
        const listed = await inner.list(options);
        return [...listed, ...listed];
      },
    }),
  },
  {
    it: 'lists what is gone',
    breaks: (inner) => {
      const seen = new Map<string, State>();
      return {
        ...inner,
        run: (id, bundle, options) => {
          seen.set(id, { ociVersion: '1.2.0', id, status: 'stopped', bundle });
          return inner.run(id, bundle, options);
        },
        list: async (options) => {
          const listed = await inner.list(options);
          const gone = [...seen.values()].filter(({ id }) => listed.every((each) => each.id !== id));
          return [...listed, ...gone];
        },
      };
    },
  },
  {
    it: 'sees the containers of its own object alone',
    breaks: (inner) => {
      const own = new Set<string>();
      return {
        ...inner,
        run: (...call) => {
          own.add(call[0]);
          return inner.run(...call);
        },
        create: (...call) => {
          own.add(call[0]);
          return inner.create(...call);
        },
        restore: (...call) => {
          own.add(call[0]);
          return inner.restore(...call);
        },
        state: (id, options) => inner.state(own.has(id) || id === '' ? id : `not-${id}`, options),
        list: async (options) => (await inner.list(options)).filter(({ id }) => own.has(id)),
      };
    },
  },
];
