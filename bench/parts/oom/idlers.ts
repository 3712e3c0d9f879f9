import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cgroupMounts, cgroupsOf, removeCgroup } from '@caisson/cgroup';
import { ended, make, spawnIn } from '../../../packages/oom-cgroup/test/support/cgroups.ts';
import { able, python, sandboxes } from '../../../packages/oom-gvisor/test/support/sandbox.ts';
import type { Place } from '../../harness/bench.ts';

/** Processes in which nothing happens, to be watched. */
export interface Idlers extends AsyncDisposable {
  readonly pids: readonly number[];
}

/** Whether there are runsc and a program to run in it; each takes the lab half a minute. */
export const sandboxesCanBe = able && process.env['CAISSON_LAB'] !== '1';

/** Each in a memory cgroup of its own. */
export const idleContainers = async ({ dir }: Place, count: number): Promise<Idlers> => {
  const { version, unified } = await cgroupMounts({ fresh: true });
  const parent =
    version === 'v2' ? unified?.mountPoint : (await cgroupsOf('self')).controller('memory')?.path;
  if (parent === undefined) throw new Error('there is no memory cgroup to make one in');
  const top = make(parent);
  await using kept = new AsyncDisposableStack();
  kept.defer(() => removeCgroup(top, { kill: true, timeoutMs: 60_000 }));
  if (version === 'v2') writeFileSync(`${top}/cgroup.subtree_control`, '+memory');
  const paths = Array.from({ length: count }, () => make(top));
  // One shell starts them all: as many of Node's children would be a cost of their own.
  const script = join(dir, 'sleepers');
  const line = (path: string): string => `sh -c 'echo $$ >${path}/cgroup.procs; exec sleep 100000' &`;
  writeFileSync(script, paths.map(line).join('\n'));
  const shell = await spawnIn([], `. ${script}; exec sleep 100000`);
  kept.defer(async () => {
    shell.kill('SIGKILL');
    await ended(shell);
  });
  const pidIn = (path: string): number => Number(readFileSync(`${path}/cgroup.procs`, 'utf8').split('\n')[0]);
  while (!paths.every((path) => pidIn(path) > 0)) await sleep(100);
  const made = kept.move();
  return { pids: paths.map(pidIn), [Symbol.asyncDispose]: () => made.disposeAsync() };
};

/** Real sandboxes, each named so often that there are `count` pids. */
export const idleSandboxes = async (
  real: number,
  count: number,
  ...flags: readonly string[]
): Promise<Idlers> => {
  const here = sandboxes();
  await using kept = new AsyncDisposableStack();
  kept.defer(async () => void (await here.left()));
  const pids: number[] = [];
  for (let made = 0; made < real; made++) {
    const { pid, remove } = await here.start(python('pass'), '1GiB', ...flags);
    kept.defer(remove);
    pids.push(pid);
  }
  const made = kept.move();
  return {
    pids: Array.from({ length: count }, (_, at) => pids[at % real] ?? 0),
    [Symbol.asyncDispose]: () => made.disposeAsync(),
  };
};
