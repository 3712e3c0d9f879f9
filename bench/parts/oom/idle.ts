import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { cgroupMounts, cgroupsOf, removeCgroup } from '@caisson/cgroup';
import { ended, make, spawnIn } from '../../../packages/oom-cgroup/test/support/cgroups.ts';
import type { Outcome, Place } from '../../harness/bench.ts';
import { table } from '../../harness/table.ts';
import type { IdleCost } from './idle-side.ts';

const watchers = 1000;

/** What a thousand watchers cost while nothing happens for a minute, beside a poller; each in a program of its own. */
export const measureIdle = async ({ plan }: Place): Promise<Outcome> => {
  const count = Math.min(watchers, plan.most ?? watchers);
  const seconds = plan.most === undefined || plan.most >= watchers ? 60 : 10;
  const { version, unified } = await cgroupMounts({ fresh: true });
  const parent =
    version === 'v2' ? unified?.mountPoint : (await cgroupsOf('self')).controller('memory')?.path;
  if (parent === undefined) throw new Error('there is no memory cgroup to make one in');
  const top = make(parent);
  if (version === 'v2') (await import('node:fs')).writeFileSync(`${top}/cgroup.subtree_control`, '+memory');
  try {
    const paths = Array.from({ length: count }, () => make(top));
    // One shell starts them all: as many of Node's children would be a cost of their own.
    const script = paths
      .map((path) => `sh -c 'echo $$ >${path}/cgroup.procs; exec sleep 100000' & echo $!`)
      .join('\n');
    const shell = await spawnIn(
      [],
      `sh >&4 <<'END'\n${script}\nEND\nexec sleep 100000`.replace('>&4', '>/dev/null'),
    );
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
