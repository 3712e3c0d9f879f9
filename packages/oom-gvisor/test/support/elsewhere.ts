import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const fixture = fileURLToPath(new URL('../fixtures/watch.ts', import.meta.url));

/** A watcher in a process of its own. */
export interface Elsewhere extends AsyncDisposable {
  /** All that it has printed. */
  readonly told: () => readonly object[];
  readonly ask: () => void;
}

// Wherever they are: a CRIU that restores something in this moment has mounts of its own.
const withoutCgroups = `awk '$3 ~ /^cgroup/ { print $2 }' /proc/self/mounts | tac | xargs -r -n 1 umount`;

/** It sees no cgroup mounted, as one in a container may. */
export const watchBlindly = (pid: number, limitBytes: number): Elsewhere =>
  watchFrom(['unshare', '--mount', 'sh'], withoutCgroups, pid, limitBytes);

/** It is in this cgroup itself. */
export const watchIn = (cgroup: string, pid: number, limitBytes: number): Elsewhere =>
  watchFrom(['sh'], `echo $$ >'${cgroup}/cgroup.procs'`, pid, limitBytes);

const watchFrom = (
  [program = 'sh', ...args]: readonly string[],
  first: string,
  pid: number,
  limitBytes: number,
): Elsewhere => {
  const script = `${first} && exec "$0" '${fixture}' ${pid} ${limitBytes}`;
  const child = spawn(program, [...args, '-c', script, process.execPath], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(child, 'close');
  let out = '';
  child.stdout.on('data', (chunk) => (out += chunk));
  return {
    told: () =>
      out
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as object),
    ask: () => void child.stdin.write('kills\n'),
    [Symbol.asyncDispose]: async () => {
      child.stdin.end();
      await ended;
    },
  };
};
