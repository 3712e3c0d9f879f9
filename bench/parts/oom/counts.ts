import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Runtime } from '@caisson/core';
import { crun } from '@caisson/crun';
import { args, baseSpec, memoryLimit, pipe, rootfs, writeBundle } from '@caisson/oci-spec';
import { oomCgroup } from '@caisson/oom-cgroup';
import { runc } from '@caisson/runc';
import { freeV2Tree } from '../../../packages/crun/test/support/v2-tree.ts';
import { kernelLog } from '../../../packages/oom-cgroup/test/support/kernel-log.ts';
import { watchedRun } from '../../../packages/oom-cgroup/test/support/watched-run.ts';
import { processName, times } from '../../../packages/oom-cgroup/test/support/worlds.ts';
import type { Outcome, Place } from '../../harness/bench.ts';
import { table } from '../../harness/table.ts';
import { makeRootfs } from '../rootfs.ts';
import { uniqueId } from '../workshop.ts';
import { type BenchKind, benchKinds } from './kinds.ts';
import { poller } from './poller.ts';

const pollMs = 500;
/** Emulation has one processor, and takes a second for a kill. */
const inLab = process.env['CAISSON_LAB'] === '1';
const atOnce = inLab ? 4 : 20;

const drivers = [
  {
    name: 'runc',
    make: (root: string): Promise<Runtime> => runc({ root, waiting: 'native' }),
    full: inLab ? 300 : 1000,
  },
  { name: 'crun', make: (root: string): Promise<Runtime> => crun({ root, waiting: 'native' }), full: 1000 },
] as const;

interface Row {
  readonly cells: readonly string[];
  readonly holds: boolean;
}

/** Runs containers of every kind, and sets what was told beside the kernel's log and a poller. */
export const countKills = async ({ dir, plan }: Place): Promise<Outcome> => {
  await using kept = new AsyncDisposableStack();
  const files = join(dir, 'rootfs');
  await makeRootfs(files);
  kept.use(await freeV2Tree());
  const rows: Row[] = [];
  for (const { name, make, full } of drivers) {
    const root = join(dir, name);
    const runtime = await make(root);
    kept.use(runtime);
    const count = Math.min(full, plan.most ?? full);
    const victim = processName();
    for (const kind of benchKinds(victim)) {
      plan.signal?.throwIfAborted();
      rows.push(await ofKind(runtime, { root, files, dir }, kind, Math.ceil(count * kind.share), victim));
    }
  }
  const head = ['', 'containers', 'kills (log)', 'told', 'in time', 'in status', 'wrong', 'poller missed'];
  return {
    title: `OOM kills, ${atOnce} containers at a time, beside a poller every ${pollMs} ms`,
    text: `${table(
      head,
      rows.map(({ cells }) => cells),
    )}\nin time: before the exit was learnt. wrong: containers of which a kill too many or too few was told, by event or status.`,
    holds: rows.every(({ holds }) => holds),
  };
};

const ofKind = async (
  runtime: Runtime,
  { root, files, dir }: { readonly root: string; readonly files: string; readonly dir: string },
  kind: BenchKind,
  count: number,
  victim: string,
): Promise<Row> => {
  using log = kernelLog();
  using peer = poller(pollMs);
  const bundle = join(dir, `${runtime.name}-${uniqueId()}`);
  await mkdir(bundle);
  const [program = '', ...rest] = kind.program;
  const base = baseSpec(runtime.name === 'crun' ? 'crun' : 'runc');
  await writeBundle(bundle, pipe(base, rootfs(files), args(program, ...rest), memoryLimit('16MiB')));
  const watcher = oomCgroup();
  const place = {
    runtime,
    root,
    oom: (target: Parameters<typeof watcher>[0]) => {
      peer.follow(target.pid);
      return watcher(target);
    },
  };
  const all = await times(count, atOnce, () => watchedRun(place, uniqueId(), bundle, kind));
  const sum = (of: (one: (typeof all)[number]) => number): number =>
    all.reduce((total, one) => total + of(one), 0);
  const told = sum(({ reports }) => reports.length);
  const inTime = sum(({ reports, status }) => reports.filter(({ at }) => at < status.finishedAt).length);
  const inStatus = sum(({ status }) => (status.oomKills === 'unknown' ? 0 : status.oomKills));
  const wrong = all.filter(({ reports, events, status }) => {
    const told = events.filter(({ type }) => type === 'oom').length;
    // Where another removed the cgroup, nobody can be sure of the last moment.
    const counted = kind.fate === 'delete' && status.oomKills === 'unknown' ? 0 : status.oomKills;
    return reports.length !== kind.kills || told !== kind.kills || counted !== kind.kills;
  }).length;
  const logged = log.kills(victim);
  const missed = logged - peer.seen();
  return {
    cells: [
      `${runtime.name}: ${kind.what}`,
      ...[count, logged, told, inTime, inStatus, wrong, missed].map(String),
    ],
    holds: wrong === 0 && told === logged && inStatus === logged,
  };
};
