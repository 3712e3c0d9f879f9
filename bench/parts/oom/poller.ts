import { readFileSync } from 'node:fs';
import { memoryCgroupOfSync, readOomKillsSync } from '@caisson/cgroup';

/** The peer: reads every container's counter again and again, as long as its cgroup is there. */
export interface Poller extends Disposable {
  readonly follow: (pid: number) => void;
  /** Reads how many pages of a process are resident instead, where no counter can be seen. */
  readonly followPages: (pid: number) => void;
  /** How many kills it has seen. */
  readonly seen: () => number;
}

export const poller = (intervalMs: number): Poller => {
  const counts = new Map<string, number>();
  const processes: number[] = [];
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
    for (const pid of processes) readFileSync(`/proc/${pid}/statm`, 'utf8');
  };
  const timer = setInterval(look, intervalMs);
  return {
    follow: (pid) => {
      const cgroup = memoryCgroupOfSync(pid);
      if (cgroup) counts.set(`${cgroup.version} ${cgroup.path}`, 0);
    },
    followPages: (pid) => void processes.push(pid),
    seen: () => [...counts.values()].reduce((sum, count) => sum + count, departed),
    [Symbol.dispose]: () => clearInterval(timer),
  };
};
