import { readOomKills } from '@caisson/cgroup';
import { afterAll, describe, expect, it } from 'vitest';
import { leftBehind } from '../../oom-cgroup/test/support/cgroups.ts';
import { binaries } from '../../runsc/test/support/binaries.ts';
import { watchIn } from './support/elsewhere.ts';
import { nested, parent } from './support/nested.ts';
import { able, python, take } from './support/sandbox.ts';

/** The sandbox's, and its cgroup's, in which its watcher and runsc are too. */
const [limitBytes, sharedBytes] = [256 << 20, 448 << 20];
const patience = { timeout: 60_000 };
const none = { path: 'runsc', release: 'of no release' };

describe.skipIf(!able || parent === undefined).each(
  (binaries.length > 0 ? binaries : [none]).flatMap((binary) => [
    { ...binary, user: 'root' as const },
    { ...binary, user: 'nobody' as const },
  ]),
)(
  'a sandbox of runsc $release without a cgroup, started by $user (needs root, runsc and a memory cgroup of v1 or v2)',
  { timeout: 300_000 },
  ({ path, user }) => {
    afterAll(async () => expect(await leftBehind()).toEqual([]));
    const armed = { source: 'memory' };
    const oom = { told: 'oom', kill: 1, source: 'memory', certain: false, limitBytes };
    const threshold = { told: 'threshold', limitBytes, source: 'memory', certain: false, usage: true };

    it('has come to its limit, and was killed at it', async () => {
      await using sandbox = await nested(path, user, python(take(256)), sharedBytes);
      const { pid, cgroup, tell, ended } = sandbox;
      await using watcher = watchIn(cgroup, pid, limitBytes);
      await expect.poll(watcher.told, patience).toEqual([armed]);
      tell();
      await expect.poll(watcher.told, patience).toEqual([armed, { ...threshold, pid }]);
      tell();
      await ended;
      await expect.poll(watcher.told, patience).toEqual([armed, { ...threshold, pid }, oom]);
      watcher.ask();
      await expect.poll(() => watcher.told().at(-1), patience).toEqual({ kills: 1 });
      const version = cgroup.includes('/memory/') ? 1 : 2;
      expect(await readOomKills({ version, path: cgroup })).toBeGreaterThan(0);
    });

    it('that is sent SIGKILL, at its limit too, was not killed for memory', async () => {
      await using sandbox = await nested(path, user, python(take(256)), sharedBytes);
      const { pid, cgroup, tell, kill, ended } = sandbox;
      await using watcher = watchIn(cgroup, pid, limitBytes);
      await expect.poll(watcher.told, patience).toEqual([armed]);
      tell();
      await expect.poll(watcher.told, patience).toEqual([armed, { ...threshold, pid }]);
      kill();
      await ended;
      watcher.ask();
      // The cgroup that they share has counted no kill: that is certain.
      await expect.poll(watcher.told, patience).toEqual([armed, { ...threshold, pid }, { kills: 0 }]);
    });
  },
);
