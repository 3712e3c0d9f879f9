import { join } from 'node:path';
import type { Runtime } from '@caisson/core';
import { memoryLimit, oomScoreAdj } from '@caisson/oci-spec';
import { beforeAll, expect, it } from 'vitest';
import { canReadKernelLog, kernelLog } from '../../oom-cgroup/test/support/kernel-log.ts';
import { kindsOf } from '../../oom-cgroup/test/support/kinds.ts';
import { scored } from '../../oom-cgroup/test/support/scored.ts';
import { type Told, watchedRun } from '../../oom-cgroup/test/support/watched-run.ts';
import { processName, times } from '../../oom-cgroup/test/support/worlds.ts';
import { onOne, world } from '../../runsc/test/support/world.ts';
import { oomGvisor } from '../src/index.ts';

/** How many sandboxes of each kind, and how many of them at a time; emulation is ten times slower. */
const [count, atOnce] = process.env['CAISSON_LAB'] === '1' ? [5, 2] : [100, 8];

onOne('OOM kills of sandboxes', (way) => {
  const here = world();
  // A kill ends the whole sandbox, so that none lives on, and what init would exit with is never known.
  const kinds = kindsOf(processName()).filter(({ livesOn, what }) => !livesOn && !what.includes('passed on'));
  let runtime: Runtime;
  beforeAll(async () => {
    runtime = await here.runtime(way);
  });

  it.each(kinds)(
    `are told, once each and before the exit, and no others, ${count} times: $what`,
    { timeout: 300_000 },
    async (kind) => {
      using log = kernelLog();
      using own = scored();
      const bundle = await here.bundle(kind.program, memoryLimit('96MiB'), oomScoreAdj(own.score));
      const place = { runtime, root: (id: string) => join(here.root, id), oom: oomGvisor() };
      const all = await times(count, atOnce, () => watchedRun(place, here.id(), bundle, kind));
      // A sandbox is several of the host's processes, and the kernel may kill more than one of them: as many as it
      // counts are told, and none where it had no reason to.
      const numberOf = ({ oomKills }: Told['status']): number => {
        // Where another has removed the cgroup, nobody can be sure of the last moment.
        if (oomKills === 'unknown') return kind.fate === 'delete' ? 0 : Number.NaN;
        return oomKills;
      };
      const facts = ({ reports, events }: Told): object => ({
        reports: reports.map(({ kill, source, certain, limitBytes }) => [kill, source, certain, limitBytes]),
        events: events.map(({ type }) => type),
      });
      for (const told of all) {
        const kills = numberOf(told.status);
        expect(kills).toBeGreaterThanOrEqual(kind.kills);
        if (kind.kills === 0) expect(kills).toBe(0);
        expect(facts(told)).toEqual({
          reports: Array.from({ length: kills }, (_, at) => [at + 1, 'cgroup', true, 96 << 20]),
          events: [...Array.from({ length: kills }, () => 'oom'), 'exit'],
        });
      }
      const counted = all.reduce((sum, { status }) => sum + numberOf(status), 0);
      if (canReadKernelLog) expect(log.timesOf(` oom_score_adj:${own.score}`).length).toBe(counted);
      expect(here.remains.now()).toEqual([]);
    },
  );
});
