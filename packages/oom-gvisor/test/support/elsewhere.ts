import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const fixture = fileURLToPath(new URL('../fixtures/watch.ts', import.meta.url));

/** A watcher in a process of its own that sees no cgroup mounted, as one in a container may be. */
export interface Elsewhere extends AsyncDisposable {
  /** All that it has printed. */
  readonly told: () => readonly object[];
  readonly ask: () => void;
}

export const watchBlindly = (pid: number, limitBytes: number): Elsewhere => {
  const script = `umount -R /sys/fs/cgroup && exec "$0" '${fixture}' ${pid} ${limitBytes}`;
  const child = spawn('unshare', ['--mount', 'sh', '-c', script, process.execPath], {
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
