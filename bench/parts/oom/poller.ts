import { memoryCgroupOfSync, readOomKillsSync } from '@caisson/cgroup';

/** The peer: reads every container's counter again and again, as long as its cgroup is there. */
export interface Poller extends Disposable {
  readonly follow: (pid: number) => void;
  /** How many kills it has seen. */
  readonly seen: () => number;
}

export const poller = (intervalMs: number): Poller => {
  const counts = new Map<string, number>();
  let departed = 0;
  const look = (): void => {
    for (const [key, before] of counts) {
      const [version, path = ''] = key.split(' ');
      const now = readOomKillsSync({ version: version === '1' ? 1 : 2, path });
      if (now !== undefined) counts.set(key, now);
      else {
        departed += before;
        counts.delete(key);
      }
    }
  };
  const timer = setInterval(look, intervalMs);
  return {
    follow: (pid) => {
      const cgroup = memoryCgroupOfSync(pid);
      if (cgroup) counts.set(`${cgroup.version} ${cgroup.path}`, 0);
    },
    seen: () => [...counts.values()].reduce((sum, count) => sum + count, departed),
    [Symbol.dispose]: () => clearInterval(timer),
  };
};
