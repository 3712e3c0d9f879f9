import { PassThrough } from 'node:stream';
import type { ErrorCode, Runtime, RuntimeError } from '@caisson/core';
import { isRuntimeError } from '@caisson/errors';
import { exec, hang, leave, programIn, run, type Specimen } from './specimen.ts';

const closing =
  (close: (inner: Runtime) => Promise<void>) =>
  (inner: Runtime): Runtime => {
    const own = (): Promise<void> => close(inner);
    return { ...inner, close: own, [Symbol.asyncDispose]: own };
  };

const leavingAfter = (code: ErrorCode | undefined): ((inner: Runtime) => Runtime) =>
  run((inner) => async (...call) => {
    try {
      return await inner.run(...call);
    } catch (error) {
      const own = isRuntimeError(error) ? error.code : undefined;
      if (own === code) await leave(inner);
      throw error;
    }
  });

export const close: readonly Specimen[] = [
  { it: 'does not end what runs when it is closed', breaks: closing(async () => {}) },
  {
    it: 'does not wait in close for what it aborts',
    breaks: closing(async (inner) => void inner.close()),
  },
  {
    it: 'never settles execs that close has aborted',
    breaks: exec((inner) => async (...call) => {
      try {
        return await inner.exec(...call);
      } catch (error) {
        return isRuntimeError((error as RuntimeError).cause, 'ERR_CLOSED') ? hang() : Promise.reject(error);
      }
    }),
  },
  {
    it: 'deletes created containers when it is closed',
    breaks: (inner) => {
      const created: string[] = [];
      const own = async (): Promise<void> => {
        for (const id of created.splice(0)) await inner.delete(id, { force: true }).catch(() => {});
        await inner.close();
      };
      return {
        ...inner,
        create: (...call) => {
          created.push(call[0]);
          return inner.create(...call);
        },
        close: own,
        [Symbol.asyncDispose]: own,
      };
    },
  },
  {
    it: 'leaves events open when it is closed',
    breaks: (inner) => {
      let closed = false;
      const own = (): Promise<void> => {
        closed = true;
        return inner.close();
      };
      return {
        ...inner,
        events: (id, options) => {
          const events = inner.events(id, options)[Symbol.asyncIterator]();
          const next = async () => {
            const told = await events.next();
            return closed ? hang() : told;
          };
          const left = async () => events.return?.() ?? { done: true as const, value: undefined };
          return { [Symbol.asyncIterator]: () => ({ next, return: left }) };
        },
        close: own,
        [Symbol.asyncDispose]: own,
      };
    },
  },
  {
    it: 'answers when it is closed',
    breaks: (inner) => {
      let closed = false;
      const own = (): Promise<void> => {
        closed = true;
        return inner.close();
      };
      return {
        ...inner,
        list: async (options) => (closed ? [] : inner.list(options)),
        close: own,
        [Symbol.asyncDispose]: own,
      };
    },
  },
  {
    it: 'cannot be closed twice',
    breaks: (inner) => {
      let closed = false;
      const own = async (): Promise<void> => {
        if (closed) throw new Error('it is closed');
        closed = true;
        await inner.close();
      };
      return { ...inner, close: own, [Symbol.asyncDispose]: own };
    },
  },
  {
    it: 'is not closed by being disposed',
    breaks: (inner) => ({ ...inner, [Symbol.asyncDispose]: async () => {} }),
  },
];

export const leaks: readonly Specimen[] = [
  {
    it: 'leaves something of each run',
    breaks: run((inner) => async (...call) => {
      const status = await inner.run(...call);
      if (programIn(call[1]) === 'echo') await leave(inner);
      return status;
    }),
  },
  {
    it: 'leaves what a program has left',
    breaks: run((inner) => async (...call) => {
      const status = await inner.run(...call);
      if (programIn(call[1]) === 'leave') await leave(inner);
      return status;
    }),
  },
  {
    it: 'leaves something of a run that cannot begin',
    breaks: leavingAfter('ERR_EXEC_FAILED'),
  },
  { it: 'leaves something of a run whose hook has failed', breaks: leavingAfter(undefined) },
  { it: 'leaves something of a run whose sink has failed', breaks: leavingAfter('ERR_STREAM') },
  {
    it: 'leaves something of a run that is aborted',
    breaks: run((inner) => async (...call) => {
      try {
        return await inner.run(...call);
      } catch (error) {
        if (call[2]?.signal?.aborted) await leave(inner);
        throw error;
      }
    }),
  },
  {
    it: 'leaves something of each exec',
    breaks: exec((inner) => async (...call) => {
      const status = await inner.exec(...call);
      await leave(inner);
      return status;
    }),
  },
  {
    it: 'leaves something of what it deletes',
    breaks: (inner) => ({
      ...inner,
      delete: async (...call) => {
        await inner.delete(...call);
        if (!call[1]?.force) await leave(inner);
      },
    }),
  },
  {
    it: 'leaves something when it is closed',
    breaks: closing(async (inner) => {
      await leave(inner).catch(() => {});
      await inner.close();
    }),
  },
  {
    it: 'listens to a signal for ever',
    breaks: (inner) => ({
      ...inner,
      state: (id, options) => {
        options?.signal?.addEventListener('abort', () => {});
        return inner.state(id, options);
      },
    }),
  },
  {
    it: 'listens to a writable for ever',
    breaks: run((inner) => (id, bundle, options) => {
      const { stdout } = options ?? {};
      if (stdout instanceof PassThrough) stdout.on('drain', () => {});
      return inner.run(id, bundle, options);
    }),
  },
];
