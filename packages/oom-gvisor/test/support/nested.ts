import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cgroupMounts, isExiting, removeCgroup } from '@caisson/cgroup';
import { args, baseSpec, hostRootfs, oomScoreAdj, pipe, writeBundle } from '@caisson/oci-spec';
import { isRoot, make, ownV1, write } from '../../../oom-cgroup/test/support/cgroups.ts';

const mounts = process.platform === 'linux' ? await cgroupMounts() : undefined;
const v1 = ownV1('memory');
/** Where a cgroup can be made for the sandbox and its watcher, as a container's is that holds both. */
export const parent = v1 ?? (isRoot && mounts?.version === 'v2' ? mounts.unified?.mountPoint : undefined);

/** Debian's nobody and nogroup. */
const nobody = 65534;

/** A sandbox for which runsc makes no cgroup: it is in the one that it was started in. */
export interface Nested extends AsyncDisposable {
  readonly pid: number;
  readonly cgroup: string;
  /** Writes a line to it. */
  readonly tell: (line?: string) => void;
  readonly kill: () => void;
  /** Its process is gone. */
  readonly ended: Promise<void>;
}

/** The kernel is to choose it, and not the program that watches it in the same cgroup. */
const first = 500;

/** `runsc --ignore-cgroups run`, by root or by nobody, in a new cgroup of so many bytes. */
export const nested = async (
  binary: string,
  user: 'root' | 'nobody',
  program: string,
  limitBytes: number,
): Promise<Nested> => {
  await using kept = new AsyncDisposableStack();
  const dir = mkdtempSync(join(tmpdir(), 'oom-gvisor-'));
  kept.defer(() => rmSync(dir, { recursive: true, force: true }));
  chmodSync(dir, 0o755);
  const state = join(dir, 'state');
  mkdirSync(state);
  const runsc = user === 'root' ? binary : join(dir, 'runsc');
  if (user === 'nobody') {
    chownSync(state, nobody, nobody);
    // It may lie where nobody else can go.
    copyFileSync(binary, runsc);
  }
  const host = await hostRootfs(join(dir, 'rootfs'));
  const bundle = join(dir, 'bundle');
  await writeBundle(
    bundle,
    pipe(baseSpec('runsc'), host, args('python3', '-uc', program), oomScoreAdj(first)),
  );
  chmodSync(bundle, 0o755);
  chmodSync(join(bundle, 'config.json'), 0o644);
  const cgroup = make(parent ?? '');
  const clear = (): Promise<void> => removeCgroup(cgroup, { kill: true, timeoutMs: 30_000 });
  kept.defer(clear);
  write(`${cgroup}/${v1 === undefined ? 'memory.max' : 'memory.limit_in_bytes'}`, limitBytes);
  const pidFile = join(state, 'pid');
  const by =
    user === 'root'
      ? []
      : ['setpriv', '--reuid', `${nobody}`, '--regid', `${nobody}`, '--clear-groups', 'env', `HOME=${state}`];
  const global = ['--root', state, '--network', 'none', '--platform', 'systrap', '--ignore-cgroups'];
  const run = ['run', '--pid-file', pidFile, '--bundle', bundle, 'nested'];
  const child = spawn(
    'sh',
    [
      '-c',
      `echo $$ >'${cgroup}/cgroup.procs' && echo ${first} >/proc/self/oom_score_adj && exec "$@"`,
      'sh',
      ...[...by, runsc, ...global, ...(user === 'root' ? [] : ['--rootless']), ...run],
    ],
    { stdio: ['pipe', 'pipe', 'pipe'] },
  );
  const over = once(child, 'close');
  kept.defer(async () => {
    child.stdin.destroy();
    child.kill('SIGKILL');
    // A sandbox that outlives its runsc holds the pipes.
    await clear();
    await over;
  });
  let words = '';
  child.stderr.on('data', (chunk) => (words += chunk));
  child.stdin.on('error', () => {});
  await Promise.race([
    once(child.stdout, 'data'),
    over.then(() => Promise.reject(new Error(`runsc run failed: ${words}`))),
  ]);
  const pid = Number(readFileSync(pidFile, 'utf8'));
  const made = kept.move();
  return {
    pid,
    cgroup,
    tell: (line = 'go') => void child.stdin.write(`${line}\n`),
    kill: () => void process.kill(pid, 'SIGKILL'),
    ended: over.then(() => {
      if (!isExiting(pid)) throw new Error(`${pid} has outlived its runsc`);
    }),
    [Symbol.asyncDispose]: () => made.disposeAsync(),
  };
};
