import type { OomWatcher } from '@caisson/core';
import { aimed, type BrokenWatcher } from './specimen.ts';

/** They watch what they should not, or for too long. */
export const watched: readonly BrokenWatcher[] = [
  {
    it: 'takes a second watch of a container for the first',
    breaks: (watcher) => {
      const known = new Map<number, Promise<OomWatcher>>();
      return (target) => {
        const made = known.get(target.pid) ?? watcher(target);
        known.set(target.pid, made);
        return made;
      };
    },
  },
  {
    it: 'tells and counts the kills of every container',
    breaks: (watcher, host) => async (target) => {
      const all = await Promise.all(host.all().map(({ pid }) => watcher({ ...target, pid })));
      return {
        kills: async () => {
          const counts = await Promise.all(all.map((one) => one.kills()));
          const known = counts.filter((count) => count !== 'unknown');
          return known.length < counts.length ? 'unknown' : known.reduce((sum, count) => sum + count, 0);
        },
        [Symbol.asyncDispose]: async () => {
          for (const one of all) await one[Symbol.asyncDispose]();
        },
      };
    },
  },
  {
    it: 'goes on after it was disposed',
    breaks: (watcher) => async (target) => {
      const made = await watcher(target);
      return { ...made, [Symbol.asyncDispose]: async () => void (await watcher(target)) };
    },
  },
  {
    it: 'leaves its watch where it was disposed',
    breaks: (watcher, host) => async (target) => {
      const made = await watcher(target);
      host.of(target.pid).listeners.add(() => {});
      return made;
    },
  },
  {
    it: 'cannot be disposed twice',
    breaks: (watcher) => async (target) => {
      const made = await watcher(target);
      let disposed = false;
      return {
        ...made,
        [Symbol.asyncDispose]: async () => {
          if (disposed) throw new Error('it is closed');
          disposed = true;
          await made[Symbol.asyncDispose]();
        },
      };
    },
  },
  {
    it: 'cannot be disposed once its cgroup is gone',
    breaks: (watcher, host) => async (target) => {
      const made = await watcher(target);
      return {
        ...made,
        [Symbol.asyncDispose]: async () => {
          await made[Symbol.asyncDispose]();
          if (host.of(target.pid).removed) throw Object.assign(new Error('no such file'), { code: 'ENOENT' });
        },
      };
    },
  },
  { it: 'ignores the abort of its target', breaks: aimed(({ signal: _signal, ...target }) => target) },
];
