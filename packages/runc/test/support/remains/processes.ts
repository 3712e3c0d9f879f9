import { readdirSync, readFileSync } from 'node:fs';
import type { Own } from './remains.ts';

const read = (pid: string, file: string): string => {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'latin1');
  } catch {
    return ''; // Gone since the directory was read.
  }
};

const pids = (): readonly string[] => readdirSync('/proc').filter((name) => /^\d+$/.test(name));

/** proc_pid_stat(5): `pid (name) state ppid …`; the name may hold anything. */
const stat = (pid: string): readonly string[] => {
  const text = read(pid, 'stat');
  return text.slice(text.lastIndexOf(')') + 2).split(' ');
};

/** The living processes of a world: by their environment, their cgroup or their command line. */
export const processIds = ({ prefix, marker }: Own): readonly number[] =>
  pids()
    .filter((pid) => Number(pid) !== process.pid && !/^[ZX]?$/.test(stat(pid)[0] ?? ''))
    .filter(
      (pid) =>
        read(pid, 'environ').includes(marker) ||
        read(pid, 'cgroup').includes(prefix) ||
        read(pid, 'cmdline').includes(prefix),
    )
    .map(Number);

export const processesOf = (own: Own): readonly string[] =>
  processIds(own).map((pid) => `process ${pid}: ${read(String(pid), 'cmdline').replaceAll('\0', ' ')}`);

/** Dead children that nobody has reaped. */
export const zombies = (): readonly string[] =>
  pids()
    .filter((pid) => {
      const [state, parent] = stat(pid);
      return state === 'Z' && Number(parent) === process.pid;
    })
    .map((pid) => `zombie ${pid}`);
