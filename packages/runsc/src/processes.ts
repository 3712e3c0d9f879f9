import type { ContainerProcess } from '@caisson/core';

/** A process as `runsc ps` lists it: its pid is the sandbox's own. */
export interface Listed extends ContainerProcess {
  readonly parent: number;
}

/** The table of `runsc ps`: UID PID PPID C TTY STIME TIME CMD, the last the program's name alone. */
export const parseProcesses = (table: string): readonly Listed[] =>
  table
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => {
      const [, pid, parent] = line.trim().split(/\s+/);
      const name = /^(?:\s*\S+\s+){7}(.*)$/.exec(line)?.[1]?.trim();
      return { pid: Number(pid), parent: Number(parent), ...(name ? { args: [name] } : {}) };
    })
    .filter(({ pid }) => pid > 0);

/** Those that have ended and that nobody inside has waited for, by what /proc there tells: `pid (name) state …`. */
export const zombiesIn = (stats: string): ReadonlySet<number> =>
  new Set([...stats.matchAll(/^(\d+) \(.*\) Z /gm)].map(([, pid]) => Number(pid)));

/** A process and all that came of it, children first. */
export const descendants = (processes: readonly Listed[], pid: number): readonly number[] => [
  ...processes.filter(({ parent }) => parent === pid).flatMap((child) => descendants(processes, child.pid)),
  pid,
];
