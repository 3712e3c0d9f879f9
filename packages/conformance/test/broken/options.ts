import type { ExitStatus, RunOptions, Runtime } from '@caisson/core';
import { InvalidOptionError, isRuntimeError } from '@caisson/errors';
import { run, type Specimen } from './specimen.ts';

const known = new Set([
  ...['signal', 'stdin', 'stdout', 'stderr', 'output', 'terminal', 'oom', 'onCreated', 'onStarted', 'stop'],
  ...['all', 'pid', 'force', 'id'],
]);

const knownAlone = <O extends object>(options: O | undefined): O | undefined =>
  options && (Object.fromEntries(Object.entries(options).filter(([name]) => known.has(name))) as O);

const areKnown = (options: object = {}): boolean => Object.keys(options).every((name) => known.has(name));

const isBoth = ({ output, stdout }: RunOptions): boolean => output !== undefined && stdout !== undefined;

export const options: readonly Specimen[] = [
  {
    it: 'ignores options that it does not know',
    breaks: (inner) => ({
      ...inner,
      run: (id, bundle, given) => inner.run(id, bundle, knownAlone(given)),
      exec: (id, process, given) => inner.exec(id, process, knownAlone(given)),
      kill: (id, signal, given) => inner.kill(id, signal, knownAlone(given)),
    }),
  },
  {
    it: 'takes ill-typed options for absent',
    breaks: run((inner) => async (id, bundle, given = {}) => {
      try {
        return await inner.run(id, bundle, given);
      } catch (error) {
        if (!isRuntimeError(error, 'ERR_INVALID_OPTION') || !areKnown(given) || isBoth(given)) throw error;
        return inner.run(id, bundle);
      }
    }),
  },
  {
    it: 'takes output beside stdout',
    breaks: run((inner) => (id, bundle, given = {}) => {
      const { stdout: _stdout, ...rest } = given;
      return inner.run(id, bundle, isBoth(given) ? (rest as RunOptions) : given);
    }),
  },
  {
    it: 'looks at its options when all is over',
    breaks: run((inner) => async (id, bundle, given) => {
      if (areKnown(given)) return inner.run(id, bundle, given);
      await inner.run(id, bundle, knownAlone(given)).catch(() => {});
      throw new InvalidOptionError('there is no such option');
    }),
  },
  {
    it: 'takes an option that is undefined for an ill-typed one',
    breaks: run((inner) => async (id, bundle, given = {}) => {
      for (const [name, value] of Object.entries(given)) {
        if (value === undefined) throw new InvalidOptionError(`${name} is undefined`);
      }
      return inner.run(id, bundle, given);
    }),
  },
  {
    it: 'takes any text for an id',
    breaks: (inner) => {
      const tamed = (id: unknown): string =>
        String(id)
          .replace(/[^A-Za-z0-9_+.-]/g, '_')
          .replace(/^[-.]?$|^[-.]/, 'x')
          .slice(0, 255);
      return {
        ...inner,
        run: (id, ...rest) => inner.run(tamed(id), ...rest),
        state: (id, ...rest) => inner.state(tamed(id), ...rest),
      };
    },
  },
  {
    it: 'refuses a character of ids that is allowed',
    breaks: run(
      (inner) =>
        (id, ...rest) =>
          inner.run(typeof id === 'string' && id.includes('+') ? '' : id, ...rest),
    ),
  },
  {
    it: 'throws where it has to reject',
    breaks: run((inner) => (id, bundle, given) => {
      if (id === '') throw new InvalidOptionError('give an id');
      return inner.run(id, bundle, given);
    }),
  },
];

export const concurrency: readonly Specimen[] = [
  {
    it: 'gives the output of runs to the last who came',
    breaks: (inner) => {
      let last: RunOptions['stdout'];
      return {
        ...inner,
        run: (id, bundle, given = {}) => {
          const { stdout } = given;
          if (typeof stdout !== 'function') return inner.run(id, bundle, given);
          last = stdout;
          const late = (chunk: Uint8Array) => (typeof last === 'function' ? last(chunk) : undefined);
          return inner.run(id, bundle, { ...given, stdout: late } as RunOptions);
        },
      };
    },
  },
  {
    it: 'gives the status of an exec to all that are under way',
    breaks: (inner) => {
      const active = new Map<string, Promise<ExitStatus>>();
      return {
        ...inner,
        exec: (id, process, given) => {
          const mine = inner.exec(id, process, given);
          const first = active.get(id) ?? mine;
          if (first === mine) {
            active.set(id, mine);
            const done = (): void => void active.delete(id);
            mine.then(done, done);
          }
          return Promise.all([mine, first]).then(([, status]) => status);
        },
      };
    },
  },
  {
    it: 'runs two of one id',
    breaks: (inner) => {
      let others = 0;
      return {
        ...inner,
        run: async (id, bundle, given) => {
          try {
            return await inner.run(id, bundle, given);
          } catch (error) {
            if (!isRuntimeError(error, 'ERR_CONTAINER_EXISTS')) throw error;
            return inner.run(`other-${others++}-${id}`, bundle, given);
          }
        },
      };
    },
  },
  {
    it: 'fails all deletes but the first',
    breaks: (inner) => {
      const deleting = new Set<string>();
      return {
        ...inner,
        delete: async (id, given) => {
          if (deleting.has(id)) throw new Error('it is being deleted');
          deleting.add(id);
          try {
            await inner.delete(id, given);
          } finally {
            deleting.delete(id);
          }
        },
      };
    },
  },
  {
    it: 'cannot list while containers come',
    breaks: (inner: Runtime): Runtime => {
      let coming = 0;
      return {
        ...inner,
        run: async (id, bundle, given = {}) => {
          coming++;
          const { onStarted } = given;
          const come = (): void => void coming--;
          const options = {
            ...given,
            onStarted: async (started: Parameters<NonNullable<typeof onStarted>>[0]) => {
              come();
              await onStarted?.(started);
            },
          };
          return inner.run(id, bundle, options as RunOptions);
        },
        list: async (given) => {
          if (coming > 0) throw new Error('a container has changed meanwhile');
          return inner.list(given);
        },
      };
    },
  },
];
