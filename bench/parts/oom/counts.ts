import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Runtime } from '@caisson/core';
import { args, baseSpec, oomScoreAdj, pipe, rootfs, writeBundle } from '@caisson/oci-spec';
import { freeV2Tree } from '../../../packages/crun/test/support/v2-tree.ts';
import { kernelLog } from '../../../packages/oom-cgroup/test/support/kernel-log.ts';
import { scored } from '../../../packages/oom-cgroup/test/support/scored.ts';
import { type Told, watchedRun } from '../../../packages/oom-cgroup/test/support/watched-run.ts';
import { times } from '../../../packages/oom-cgroup/test/support/worlds.ts';
import type { Outcome, Place } from '../../harness/bench.ts';
import { table } from '../../harness/table.ts';
import { makeRootfs } from '../rootfs.ts';
import { uniqueId } from '../workshop.ts';
import { type Contestant, contestants } from './contestants.ts';
import type { BenchKind } from './kinds.ts';
import { type Poller, poller } from './poller.ts';

const pollMs = 500;
const head = ['', 'containers', 'kills (log)', 'told', 'in time', 'in status', 'wrong', 'poller missed'];
const legend =
  'in time: before the exit was learnt. wrong: containers of which a kill too many or too few was told, by event or status.';

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
  for (const contestant of contestants) {
    if (plan.only && plan.only !== contestant.name) continue;
    const root = join(dir, contestant.name);
    const runtime = await contestant.make(root);
    kept.use(runtime);
    const count = Math.min(contestant.full, plan.most ?? contestant.full);
    for (const kind of contestant.kinds) {
      plan.signal?.throwIfAborted();
      const row = await ofKind(
        contestant,
        runtime,
        { root, files, dir },
        kind,
        Math.ceil(count * kind.share),
      );
      // A long run: what is known is told.
      process.stderr.write(`${row.cells.join(' · ')}\n`);
      rows.push(row);
    }
  }
  const cells = rows.map((row) => row.cells);
  return {
    title: `OOM kills, beside a poller every ${pollMs} ms`,
    text: `${table(head, cells)}\n${legend}`,
    holds: rows.every(({ holds }) => holds),
  };
};

interface Site {
  readonly root: string;
  readonly files: string;
  readonly dir: string;
}

const ofKind = async (
  contestant: Contestant,
  runtime: Runtime,
  { root, files, dir }: Site,
  kind: BenchKind,
  count: number,
): Promise<Row> => {
  using log = kernelLog();
  using peer = poller(pollMs);
  using marked = scored();
  const bundle = join(dir, `${contestant.name}-${uniqueId()}`);
  await mkdir(bundle);
  const [program = '', ...rest] = kind.program;
  const base = baseSpec(contestant.name);
  await writeBundle(
    bundle,
    pipe(base, rootfs(files), args(program, ...rest), contestant.memory, oomScoreAdj(marked.score)),
  );
  const place = {
    runtime,
    root: (id: string) => contestant.rootOf(root, id),
    oom: followed(contestant, peer),
  };
  const all = await times(count, contestant.atOnce, () => watchedRun(place, uniqueId(), bundle, kind));
  const sum = (of: (one: Told) => number): number => all.reduce((total, one) => total + of(one), 0);
  const told = sum(({ reports }) => reports.length);
  const inTime = sum(({ reports, status }) => reports.filter(({ at }) => at < status.finishedAt).length);
  const inStatus = sum(({ status }) => (status.oomKills === 'unknown' ? 0 : status.oomKills));
  const wrong = all.filter((one) => !isRight(one, contestant, kind)).length;
  const logged = log.timesOf(` oom_score_adj:${marked.score}`).length;
  return {
    cells: [
      `${contestant.name}: ${kind.what}`,
      ...[count, logged, told, inTime, inStatus, wrong, logged - peer.seen()].map(String),
    ],
    holds: wrong === 0 && told === logged && inStatus === logged,
  };
};

const followed =
  ({ watcher }: Contestant, peer: Poller): ReturnType<Contestant['watcher']> =>
  (target) => {
    peer.follow(target.pid);
    return watcher()(target);
  };

const isRight = ({ reports, events, status }: Told, { name }: Contestant, kind: BenchKind): boolean => {
  const told = events.filter(({ type }) => type === 'oom').length;
  // Where another removed the cgroup, nobody can be sure of the last moment.
  const counted = kind.fate === 'delete' && status.oomKills === 'unknown' ? 0 : status.oomKills;
  if (counted === 'unknown' || reports.length !== counted || told !== counted) return false;
  // A sandbox is several processes, of which the kernel may kill more than one.
  return name === 'runsc' && kind.kills > 0 ? counted >= kind.kills : counted === kind.kills;
};
