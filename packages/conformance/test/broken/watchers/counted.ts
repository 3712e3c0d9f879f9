import type { OomTarget, OomWatcher } from '@caisson/core';
import { hang } from '../specimen.ts';
import type { Breaks } from './cgroups.ts';
import { aimed, type BrokenWatcher } from './specimen.ts';

/** Its parts are others. */
const remade =
  (change: (made: OomWatcher, target: OomTarget) => Partial<OomWatcher>): Breaks =>
  (watcher) =>
  async (target) => {
    const made = await watcher(target);
    return { ...made, ...change(made, target) };
  };

/** They count otherwise. */
export const counted: readonly BrokenWatcher[] = [
  { it: 'never settles its count', breaks: remade(() => ({ kills: hang })) },
  {
    it: 'counts the kill of init as none',
    breaks: (watcher, host) => async (target) => {
      const made = await watcher(target);
      const count = async (): Promise<number | 'unknown'> => {
        const kills = await made.kills();
        return typeof kills === 'number' && host.of(target.pid).ended ? Math.max(0, kills - 1) : kills;
      };
      return { ...made, kills: count };
    },
  },
  {
    it: 'counts no more than one',
    breaks: remade(({ kills }) => ({
      kills: async () => {
        const all = await kills();
        return typeof all === 'number' ? Math.min(1, all) : all;
      },
    })),
  },
  {
    it: 'counts every end as a kill',
    breaks: (watcher, host) => async (target) => {
      const made = await watcher(target);
      const { kills: before } = host.of(target.pid);
      const count = async (): Promise<number | 'unknown'> => {
        const { ended, removed, kills } = host.of(target.pid);
        return ended && !removed && kills === before ? 1 : made.kills();
      };
      return { ...made, kills: count };
    },
  },
  {
    it: 'counts from its last count on',
    breaks: (watcher) => async (target) => {
      const made = await watcher(target);
      let before = 0;
      const count = async (): Promise<number | 'unknown'> => {
        const kills = await made.kills();
        if (typeof kills !== 'number') return kills;
        const since = kills - before;
        before = kills;
        return since;
      };
      return { ...made, kills: count };
    },
  },
  {
    it: 'counts from the beginning though its container is not fresh',
    breaks: aimed((target) => ({ ...target, fresh: true })),
  },
  {
    it: 'counts from its arming though its container is fresh',
    breaks: aimed((target) => ({ ...target, fresh: false })),
  },
  {
    it: 'does not tell what came before it was armed, though it counts it',
    breaks: (watcher) => async (target) => {
      let armed = false;
      const made = await watcher({ ...target, onOom: (at) => (armed ? target.onOom?.(at) : undefined) });
      armed = true;
      return made;
    },
  },
  {
    it: 'rejects its count once the cgroup is gone',
    breaks: (watcher, host) => async (target) => {
      const made = await watcher(target);
      const count = async (): Promise<number | 'unknown'> => {
        if (host.of(target.pid).removed) throw Object.assign(new Error('no such file'), { code: 'ENOENT' });
        return made.kills();
      };
      return { ...made, kills: count };
    },
  },
  {
    it: 'makes a count up once the cgroup is gone',
    breaks: (watcher, host) => async (target) => {
      const made = await watcher(target);
      return { ...made, kills: async () => (host.of(target.pid).removed ? 1 : made.kills()) };
    },
  },
];
