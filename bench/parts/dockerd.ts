import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync, readdirSync, readFileSync, rmdirSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Docker from 'dockerode';

const startMs = 30_000;
const stopMs = 20_000;

/** A dockerd of our own in `dir`, on a socket there, with no network; it is ended with all that it made. */
export const dockerd = async (dir: string, kept: AsyncDisposableStack): Promise<Docker> => {
  await mkdir(dir, { recursive: true });
  const at = (name: string): string => join(dir, name);
  const cgroup = `caisson-bench-${process.pid}`;
  const log = openSync(at('log'), 'w');
  const daemon = spawn(
    'dockerd',
    [
      '--iptables=false',
      '--ip6tables=false',
      '--bridge=none',
      `--cgroup-parent=/${cgroup}`,
      `--data-root=${at('data')}`,
      `--exec-root=${at('exec')}`,
      `--pidfile=${at('pid')}`,
      `--host=unix://${at('docker.sock')}`,
    ],
    { stdio: ['ignore', log, log], detached: true },
  );
  closeSync(log);
  const gone = Promise.race([
    once(daemon, 'exit').then(([code, signal]) => `it ended with ${code ?? signal}`),
    once(daemon, 'error').then(
      ([error]) => `${(error as Error).message}; install Debian's package docker.io`,
    ),
  ]);
  gone.catch(() => {});
  kept.defer(async () => {
    daemon.kill('SIGTERM');
    const late = new AbortController();
    await Promise.race([gone, sleep(stopMs, undefined, { signal: late.signal })]).catch(() => {});
    late.abort();
    daemon.kill('SIGKILL');
    removeCgroups(cgroup);
  });
  const docker = new Docker({ socketPath: at('docker.sock') });
  const end = AbortSignal.timeout(startMs);
  const answers = async (): Promise<undefined> => {
    for (;;) {
      end.throwIfAborted();
      const up = await docker.ping().then(
        () => true,
        () => false,
      );
      if (up) return undefined;
      await sleep(50);
    }
  };
  const why = await Promise.race([answers(), gone]).catch(() => `no answer within ${startMs} ms`);
  if (why === undefined) return docker;
  throw new Error(`dockerd does not start: ${why}\n${readFileSync(at('log'), 'utf8').slice(-2_000)}`);
};

const hierarchies = '/sys/fs/cgroup';

/** dockerd leaves the parent of its containers' cgroups behind; on v1 there is one in each hierarchy. */
const removeCgroups = (name: string): void => {
  for (const at of ['', ...readdirSync(hierarchies)]) {
    const dir = join(hierarchies, at, name);
    if (existsSync(dir)) rmdirSync(dir);
  }
};
