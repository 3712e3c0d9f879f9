import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cgroupMounts, cgroupsOf, removeCgroup } from '@caisson/cgroup';
import { ended, make, spawnIn } from '../../../packages/oom-cgroup/test/support/cgroups.ts';
import type { Outcome, Place } from '../../harness/bench.ts';
import { table } from '../../harness/table.ts';
import type { IdleCost } from './idle-side.ts';

const [count, seconds] = [1000, 60];

/** What a thousand watchers cost while nothing happens for a minute, beside a poller; each in a program of its own. */
export const measureIdle = async ({ dir, plan }: Place): Promise<Outcome> => {
  const { version, unified } = await cgroupMounts({ fresh: true });
  const parent =
    version === 'v2' ? unified?.mountPoint : (await cgroupsOf('self')).controller('memory')?.path;
  if (parent === undefined) throw new Error('there is no memory cgroup to make one in');
  const top = make(parent);
  if (version === 'v2') writeFileSync(`${top}/cgroup.subtree_control`, '+memory');
  try {
    const paths = Array.from({ length: count }, () => make(top));
    // One shell starts them all: as many of Node's children would be a cost of their own.
    const script = join(dir, 'sleepers');
    const line = (path: string): string => `sh -c 'echo $$ >${path}/cgroup.procs; exec sleep 100000' &`;
    writeFileSync(script, paths.map(line).join('\n'));
    const shell = await spawnIn([], `. ${script}; exec sleep 100000`);
    while (!paths.every((path) => readFileSync(`${path}/cgroup.procs`, 'utf8') !== '')) await sleep(100);
    const costs: IdleCost[] = [];
    for (const side of ['nothing', 'events', 'timer', 'poller'] as const) {
      plan.signal?.throwIfAborted();
      costs.push(await costOf(side, seconds, paths));
    }
    shell.kill('SIGKILL');
    await ended(shell);
    return { title: `${count} idle watchers, ${seconds} s`, text: tableOf(costs), holds: true };
  } finally {
    await removeCgroup(top, { kill: true, timeoutMs: 60_000 });
  }
};

const costOf = async (side: string, seconds: number, paths: readonly string[]): Promise<IdleCost> => {
  const file = join(import.meta.dirname, 'idle-side.ts');
  const child = spawn(process.execPath, ['--expose-gc', file, side, String(seconds)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.end(paths.join('\n'));
  let out = '';
  child.stdout.on('data', (chunk) => (out += chunk));
  await once(child, 'close');
  return JSON.parse(out) as IdleCost;
};

const names = {
  nothing: 'nothing',
  events: 'oomCgroup(), events',
  timer: "oomCgroup({ way: 'timer' })",
  poller: 'a poller every 500 ms',
} as const;

const tableOf = (costs: readonly IdleCost[]): string =>
  table(
    ['', 'way', 'processor ms in it', 'to arm, ms', 'memory KiB', 'of it heap', 'descriptors'],
    costs.map((cost) => [
      names[cost.side],
      cost.way,
      cost.processorMs.toFixed(0),
      cost.armMs.toFixed(0),
      (cost.residentBytes / 1024).toFixed(0),
      (cost.heapBytes / 1024).toFixed(0),
      String(cost.descriptors),
    ]),
  );
