import { exec, run, type Specimen } from './specimen.ts';

export const hooks: readonly Specimen[] = [
  {
    it: 'tells onCreated that the container runs',
    breaks: run((inner) => (id, bundle, options = {}) => {
      const { onCreated } = options;
      return inner.run(id, bundle, {
        ...options,
        ...(onCreated ? { onCreated: (state) => onCreated({ ...state, status: 'running' }) } : {}),
      });
    }),
  },
  {
    it: 'does not wait for onCreated',
    breaks: run((inner) => (id, bundle, options = {}) => {
      const { onCreated } = options;
      const begin = async (state: Parameters<NonNullable<typeof onCreated>>[0]) => onCreated?.(state);
      return inner.run(id, bundle, {
        ...options,
        ...(onCreated ? { onCreated: (state) => void begin(state).catch(() => {}) } : {}),
      });
    }),
  },
  {
    it: 'rejects with another error than its onCreated',
    breaks: run((inner) => (id, bundle, options = {}) => {
      const { onCreated } = options;
      if (!onCreated) return inner.run(id, bundle, options);
      return inner.run(id, bundle, {
        ...options,
        onCreated: async (state) => {
          try {
            await onCreated(state);
          } catch (cause) {
            throw new Error('the hook failed', { cause });
          }
        },
      });
    }),
  },
  {
    it: 'starts the program though its onCreated has failed',
    breaks: run((inner) => async (id, bundle, options = {}) => {
      const { onCreated } = options;
      if (!onCreated) return inner.run(id, bundle, options);
      let failure: { readonly error: unknown } | undefined;
      const status = await inner.run(id, bundle, {
        ...options,
        onCreated: async (state) => {
          try {
            await onCreated(state);
          } catch (error) {
            failure = { error };
          }
        },
      });
      if (failure) throw failure.error;
      return status;
    }),
  },
  {
    it: 'tells onStarted another pid than init’s',
    breaks: run((inner) => (id, bundle, options = {}) => {
      const { onStarted } = options;
      if (typeof onStarted !== 'function') return inner.run(id, bundle, options);
      const other = (pid: number | undefined) => (pid ?? 0) + 1_000_000;
      return inner.run(id, bundle, {
        ...options,
        onStarted: ({ pid, hostPid }) => onStarted({ id, pid: other(pid), hostPid: other(hostPid) }),
      });
    }),
  },
  {
    it: 'calls onStarted twice',
    breaks: run((inner) => (id, bundle, options = {}) => {
      const { onStarted } = options;
      if (typeof onStarted !== 'function') return inner.run(id, bundle, options);
      return inner.run(id, bundle, {
        ...options,
        onStarted: async (started) => {
          await onStarted(started);
          await onStarted(started);
        },
      });
    }),
  },
  {
    it: 'calls onStarted before the start',
    breaks: run((inner) => (id, bundle, { onStarted, onCreated, ...options } = {}) => {
      if (typeof onStarted !== 'function') return inner.run(id, bundle, { onCreated, ...options });
      return inner.run(id, bundle, {
        ...options,
        onCreated: async (state) => {
          await onCreated?.(state);
          await onStarted({ id, pid: state.pid, hostPid: state.pid });
        },
      });
    }),
  },
  {
    it: 'does not wait for onStarted',
    breaks: run((inner) => (id, bundle, options = {}) => {
      const { onStarted } = options;
      if (typeof onStarted !== 'function') return inner.run(id, bundle, options);
      return inner.run(id, bundle, {
        ...options,
        onStarted: (started) => void (async () => onStarted(started))().catch(() => {}),
      });
    }),
  },
  {
    it: 'leaves the container whose onStarted has failed',
    breaks: run((inner) => (id, bundle, options = {}) => {
      const { onStarted } = options;
      if (typeof onStarted !== 'function') return inner.run(id, bundle, options);
      const { promise, resolve, reject } = Promise.withResolvers<Awaited<ReturnType<typeof inner.run>>>();
      inner
        .run(id, bundle, {
          ...options,
          onStarted: async (started) => {
            try {
              await onStarted(started);
            } catch (error) {
              reject(error);
            }
          },
        })
        .then(resolve, reject);
      return promise;
    }),
  },
  {
    it: 'calls exec’s onStarted twice',
    breaks: exec((inner) => (id, process, options = {}) => {
      const { onStarted } = options;
      if (typeof onStarted !== 'function') return inner.exec(id, process, options);
      return inner.exec(id, process, {
        ...options,
        onStarted: async (started) => {
          await onStarted(started);
          await onStarted(started);
        },
      });
    }),
  },
  {
    it: 'does not wait for exec’s onStarted',
    breaks: exec((inner) => (id, process, options = {}) => {
      const { onStarted } = options;
      if (typeof onStarted !== 'function') return inner.exec(id, process, options);
      return inner.exec(id, process, {
        ...options,
        onStarted: (started) => void (async () => onStarted(started))().catch(() => {}),
      });
    }),
  },
  {
    it: 'ends the container whose exec’s onStarted has failed',
    breaks: exec((inner) => (id, process, options = {}) => {
      const { onStarted } = options;
      if (typeof onStarted !== 'function') return inner.exec(id, process, options);
      return inner.exec(id, process, {
        ...options,
        onStarted: async (started) => {
          try {
            await onStarted(started);
          } catch (error) {
            await inner.kill(id, 'SIGKILL');
            throw error;
          }
        },
      });
    }),
  },
];
