import type { Runtime } from '@caisson/core';
import { memoryLimit } from '@caisson/oci-spec';
import { beforeAll, describe, expect, it } from 'vitest';
import { oomCgroup } from '../src/index.ts';
import { canReadKernelLog, kernelLog } from './support/kernel-log.ts';
import { kindsOf } from './support/kinds.ts';
import { type Told, watchedRun } from './support/watched-run.ts';
import { processName, runtimes, times } from './support/worlds.ts';

const limitBytes = 16 << 20;
/** How many containers of each kind, and how many of them at a time; emulation is ten times slower. */
const [count, atOnce] = process.env['CAISSON_LAB'] === '1' ? [10, 4] : [100, 20];

describe.each(runtimes)('OOM kills in containers of $name', ({ name, able, world }) => {
  describe.skipIf(!able)(`(needs Linux, root and ${name})`, () => {
    const here = world();
    const victim = processName();
    const kinds = kindsOf(victim);
    let runtime: Runtime;
    beforeAll(async () => {
      runtime = await here.runtime({ waiting: 'native' });
    });

    it.each(kinds)(
      `are told, once each and before the exit, and no others, ${count} times: $what`,
      { timeout: 600_000 },
      async (kind) => {
        using log = kernelLog();
        const bundle = await here.bundle(kind.program, memoryLimit('16MiB'));
        const place = { runtime, root: here.root, oom: oomCgroup() };
        const all = await times(count, atOnce, () => watchedRun(place, here.id(), bundle, kind));
        const { exitCode, kills } = kind;
        const facts = ({ status, reports, events, inTime }: Told): object => ({
          exitCode: status.exitCode,
          // Where another has removed the cgroup, nobody can be sure of the last moment.
          oomKills: kind.fate === 'delete' && status.oomKills === 'unknown' ? 0 : status.oomKills,
          oomKilled: kind.fate === 'delete' && status.oomKilled === 'unknown' ? false : status.oomKilled,
          reports: reports.map(({ kill, source, certain, limitBytes: limit }) => [
            kill,
            source,
            certain,
            limit,
          ]),
          events: events.map(({ type }) => type),
          inTime,
        });
        const one = {
          exitCode,
          oomKills: kills,
          oomKilled: exitCode === 137 && kills > 0,
          reports: Array.from({ length: kills }, (_, at) => [at + 1, 'cgroup', true, limitBytes]),
          events: [...Array.from({ length: kills }, () => 'oom'), 'exit'],
          inTime: kind.livesOn ? kills : 0,
        };
        expect(all.map(facts)).toEqual(Array.from({ length: count }, () => one));
        if (canReadKernelLog) expect(log.kills(victim)).toBe(count * kills);
        expect(here.remains.now()).toEqual([]);
      },
    );
  });
});
