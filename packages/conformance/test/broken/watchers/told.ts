import type { OomTarget } from '@caisson/core';
import { hang } from '../specimen.ts';
import type { Breaks } from './cgroups.ts';
import { aimed, type BrokenWatcher } from './specimen.ts';

/** What it tells, it tells otherwise. */
const telling = (change: (tell: () => void, target: OomTarget) => OomTarget['onOom']): Breaks =>
  aimed((target) => ({ ...target, onOom: change(() => target.onOom?.(new Date()), target) }));

/** They are armed, and tell, otherwise. */
export const told: readonly BrokenWatcher[] = [
  { it: 'is never armed', breaks: () => hang },
  {
    it: 'tells a kill as it is armed',
    breaks: (watcher) => async (target) => {
      const made = await watcher(target);
      target.onOom?.(new Date());
      return made;
    },
  },
  {
    it: 'tells kills at the last count alone',
    breaks: (watcher) => async (target) => {
      const made = await watcher({ ...target, onOom: undefined });
      let before = 0;
      return {
        ...made,
        kills: async () => {
          const kills = await made.kills();
          while (typeof kills === 'number' && before < kills) {
            before++;
            target.onOom?.(new Date());
          }
          return kills;
        },
      };
    },
  },
  {
    it: 'tells a number for the time',
    breaks: telling(
      (_tell, { onOom }) =>
        (at) =>
          onOom?.(at.getTime() as unknown as Date),
    ),
  },
  {
    it: 'tells each kill twice',
    breaks: telling((tell) => () => {
      tell();
      tell();
    }),
  },
  {
    it: 'tells the first kill alone',
    breaks: (watcher) => (target) => {
      let kills = 0;
      return watcher({ ...target, onOom: (at) => (kills++ === 0 ? target.onOom?.(at) : undefined) });
    },
  },
  {
    it: 'never tells the kill of init',
    breaks: (watcher, host) => (target) =>
      watcher({ ...target, onOom: (at) => (host.of(target.pid).ended ? undefined : target.onOom?.(at)) }),
  },
  {
    it: 'takes the end of init for a kill, and tells it',
    breaks: (watcher, host) => async (target) => {
      const made = await watcher(target);
      const cgroup = host.of(target.pid);
      let done = false;
      const look = (): void => {
        if (!cgroup.ended || cgroup.kills > 0 || done) return;
        done = true;
        target.onOom?.(new Date());
      };
      cgroup.listeners.add(look);
      return {
        ...made,
        [Symbol.asyncDispose]: async () => {
          cgroup.listeners.delete(look);
          await made[Symbol.asyncDispose]();
        },
      };
    },
  },
  {
    it: 'tells of the removal of its cgroup as of a kill',
    breaks: (watcher, host) => async (target) => {
      const made = await watcher(target);
      const cgroup = host.of(target.pid);
      const look = (): void => (cgroup.removed ? target.onOom?.(new Date()) : undefined);
      cgroup.listeners.add(look);
      return {
        ...made,
        [Symbol.asyncDispose]: async () => {
          cgroup.listeners.delete(look);
          await made[Symbol.asyncDispose]();
        },
      };
    },
  },
];
