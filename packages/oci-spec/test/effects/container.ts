import { execFile, execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Spec } from '@caisson/core';
import { args, assertSpec, baseSpec, type Change, hostRootfs, pipe, writeBundle } from '../../src/index.ts';
import { directory } from '../fixtures/directory.ts';
import type { Host } from './host.ts';
import type { RuntimeAtHand } from './runtimes.ts';

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Caller {
  /** Who runs the runtime. Default: root. */
  readonly id?: number;
}

/** Bounds a hang; an emulated machine is twenty times slower. */
const timeout = 240_000;

const run = async (command: readonly string[], env: Readonly<Record<string, string>>): Promise<Ran> => {
  const [file = '', ...rest] = command;
  try {
    const options = { timeout, cwd: '/', env: { PATH: process.env['PATH'], ...env } };
    return { code: 0, ...(await promisify(execFile)(file, rest, options)) };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: unknown; stdout: string; stderr: string };
    if (typeof code !== 'number') throw error;
    return { code, stdout, stderr };
  }
};

const leftCgroups = 'find /sys/fs/cgroup -depth -type d -name "$1" -exec rmdir {} +';

/** The base spec with the host's own directories as root, a shell's command and changes. */
export const specOf = async (
  { name }: RuntimeAtHand,
  dir: string,
  command: string,
  changes: readonly Change[],
): Promise<Spec> =>
  pipe(baseSpec(name), await hostRootfs(join(dir, 'rootfs')), args('sh', '-c', command), ...changes);

/** Runs one container to its end, and what `inside` asks of it while it runs; removes what it left. */
export const runSpec = async (
  runtime: RuntimeAtHand,
  host: Host,
  dir: string,
  spec: Spec,
  { id: caller }: Caller = {},
  inside?: (verb: (...args: readonly string[]) => Promise<Ran>, id: string) => Promise<Ran>,
): Promise<Ran> => {
  assertSpec(spec);
  await writeBundle(dir, spec);
  if (caller !== undefined) execFileSync('chown', ['-R', `${caller}:${caller}`, dir]);
  const as =
    caller === undefined ? [] : ['setpriv', `--reuid=${caller}`, `--regid=${caller}`, '--clear-groups'];
  const id = `oci-spec-${randomBytes(6).toString('hex')}`;
  const verb = (...rest: readonly string[]): Promise<Ran> =>
    run([...host.enter, ...as, runtime.path, '--root', join(dir, 'state'), ...rest], {
      XDG_RUNTIME_DIR: dir,
    });
  let ended: Ran | undefined;
  try {
    ended = await (inside === undefined ? verb('run', '--bundle', dir, id) : inside(verb, id));
    return ended;
  } finally {
    await verb('delete', '--force', id);
    // crun leaves the cgroups of a spec that it refused; a driver removes them.
    if (ended?.code !== 0) await run([...host.enter, 'sh', '-c', leftCgroups, 'sh', id], {});
  }
};

/** As {@link runSpec}, with a new directory and the host's own root. */
export const runContainer = async (
  runtime: RuntimeAtHand,
  host: Host,
  command: string,
  changes: readonly Change[],
  caller: Caller = {},
): Promise<Ran> => {
  const dir = await directory();
  return runSpec(runtime, host, dir, await specOf(runtime, dir, command, changes), caller);
};
