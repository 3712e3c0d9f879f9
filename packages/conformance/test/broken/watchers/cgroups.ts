import type { OomTarget, OomWatcher, OomWatcherFactory } from '@caisson/core';
import type { OomSubject, OomWatcherFixture } from '../../../src/index.ts';

/** A memory cgroup in memory: what a kernel keeps of one, and whom it tells. */
interface Cgroup {
  readonly pid: number;
  kills: number;
  ended: boolean;
  removed: boolean;
  /** Called at each change, in a turn of its own, as a kernel's event would be. */
  readonly listeners: Set<() => void>;
}

/** The cgroups of one test. */
interface Cgroups {
  readonly of: (pid: number) => Cgroup;
  readonly all: () => readonly Cgroup[];
  readonly make: () => OomSubject;
}

const cgroups = (): Cgroups => {
  const all: Cgroup[] = [];
  const of = (pid: number): Cgroup => {
    const found = all.find((one) => one.pid === pid);
    if (!found) throw new Error(`no process ${pid}`);
    return found;
  };
  const make = (): OomSubject => {
    const one: Cgroup = {
      pid: all.length + 1,
      kills: 0,
      ended: false,
      removed: false,
      listeners: new Set(),
    };
    all.push(one);
    const change = async (made: Partial<Cgroup>): Promise<void> => {
      Object.assign(one, made);
      for (const listener of [...one.listeners]) queueMicrotask(listener);
    };
    return {
      target: { pid: one.pid },
      killChild: () => change({ kills: one.kills + 1 }),
      killInit: () => change({ kills: one.kills + 1, ended: true }),
      end: () => change({ ended: true }),
      remove: () => change({ removed: true }),
    };
  };
  return { of, all: () => all, make };
};

/** A watcher that passes. */
const sound =
  (host: Cgroups): OomWatcherFactory =>
  async ({ pid, fresh = false, onOom, signal }: OomTarget): Promise<OomWatcher> => {
    const cgroup = host.of(pid);
    const base = fresh ? 0 : cgroup.kills;
    let told = 0;
    let over = false;
    const look = (): void => {
      while (!over && told < cgroup.kills - base) {
        told++;
        onOom?.(new Date());
      }
    };
    const end = (): void => {
      over = true;
      cgroup.listeners.delete(look);
    };
    if (signal?.aborted) end();
    else cgroup.listeners.add(look);
    signal?.addEventListener('abort', end, { once: true });
    look();
    return {
      kills: async () => {
        look();
        return cgroup.removed && !over ? 'unknown' : cgroup.kills - base;
      },
      [Symbol.asyncDispose]: async () => {
        end();
        signal?.removeEventListener('abort', end);
      },
    };
  };

/** What breaks a watcher: another one in place of it, which may look at the kernel's side for itself. */
export type Breaks = (watcher: OomWatcherFactory, host: Cgroups) => OomWatcherFactory;

export const watcherFixture = async (breaks: Breaks): Promise<OomWatcherFixture> => {
  const host = cgroups();
  return {
    watcher: breaks(sound(host), host),
    subject: async () => host.make(),
    left: async () =>
      host.all().flatMap(({ pid, listeners }) => [...listeners].map(() => `a watch of ${pid}`)),
    [Symbol.asyncDispose]: async () => {},
  };
};
