import { type OomSubject, oomWatcherConformance } from '@caisson/conformance';
import { afterAll, describe, expect, it } from 'vitest';
import { outcomesOf } from '../../runc/test/support/outcomes.ts';
import { oomGvisor } from '../src/index.ts';
import { able, grow, python, sandboxes } from './support/sandbox.ts';

describe.skipIf(!able)('oomGvisor (needs Linux, root and runsc)', () => {
  const here = sandboxes();
  afterAll(async () => expect(await here.left()).toEqual([]));

  const subject = async (): Promise<OomSubject> => {
    const { pid, id, tell, kill, ended, remove } = await here.start(python(grow(400)), '128MiB');
    return {
      target: { pid, id },
      killChild: () => Promise.reject(new Error('a kill ends the whole sandbox')),
      killInit: async () => {
        await tell();
        await ended;
      },
      end: async () => {
        kill();
        await ended;
      },
      remove: async () => remove(),
    };
  };

  oomWatcherConformance({
    test: it,
    ...outcomesOf('watcher oom-gvisor'),
    without: {
      killChild: 'a kill ends the whole sandbox',
      left: 'a sandbox’s own descriptors are held by this process too',
    },
    factory: async () => {
      const made: OomSubject[] = [];
      return {
        watcher: oomGvisor(),
        subject: async () => {
          const one = await subject();
          made.push(one);
          return one;
        },
        [Symbol.asyncDispose]: async () => {
          for (const one of made) await one.remove();
        },
      };
    },
  });
});
