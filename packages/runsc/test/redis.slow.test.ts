import { execFile } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { bindMount } from '@caisson/oci-spec';
import { describe, expect, it } from 'vitest';
import { gather } from '../../runc/test/support/gather.ts';
import { isInPath } from '../../runc/test/support/modes.ts';
import { until } from '../../runc/test/support/until.ts';
import { onEach, world } from './support/world.ts';

const here = world();
/** For a machine that is busy with other tests: several sandboxes are at work here. */
const patienceMs = 120_000;
const fixtures = fileURLToPath(new URL('fixtures', import.meta.url));
const restoring = join(fixtures, 'restore.ts');
const node = dirname(process.execPath);

/** What each of the clients was told last that Redis has. */
const acknowledged = (text: string): readonly number[] =>
  [0, 1, 2].map((own) =>
    Math.max(
      0,
      ...[...text.matchAll(RegExp(`^acknowledged ${own} (\\d+)$`, 'gm'))].map(([, n]) => Number(n)),
    ),
  );
/** What was read back. */
const checked = (text: string) => {
  const [, ...numbers] = /^checked (\d+) (\d+) (\d+) lost (\d+)$/m.exec(text) ?? [];
  const [first = -1, second = -1, third = -1, lost = -1] = numbers.map(Number);
  return { found: [first, second, third], lost };
};

describe.skipIf(!isInPath('redis-server'))('(needs Redis)', () => {
  onEach('Redis under writes from inside', (way, release) => {
    it(
      'has all that it acknowledged: restored by another process, beside the first, which goes on',
      async () => {
        const runtime = await here.runtime(way);
        const bundle = await here.bundle(
          ['/node/node', '/fixtures/redis.mjs'],
          bindMount(node, '/node', { readonly: true }),
          bindMount(fixtures, '/fixtures', { readonly: true }),
        );
        const [id, imagePath, out] = [here.id(), join(here.dir, `redis-${release}`), gather()];
        const asked = Promise.withResolvers<void>();
        const words = (async function* () {
          await asked.promise;
          yield 'check\n';
        })();
        const run = runtime.run(id, bundle, { stdin: words, output: out.sink });
        run.catch(() => {});
        await until(() => acknowledged(out.text()).every((count) => count >= 100), patienceMs);
        const before = acknowledged(out.text());
        await runtime.checkpoint(id, { imagePath, leaveRunning: true });
        const after = acknowledged(out.text());

        const argv = [restoring, here.root, here.id(), bundle, imagePath, 'check', way.path];
        const { stdout } = await promisify(execFile)(process.execPath, argv, { maxBuffer: 64 << 20 });
        const copy = checked(stdout);
        expect(copy.lost).toBe(0);
        for (const own of [0, 1, 2]) expect(copy.found[own]).toBeGreaterThanOrEqual(before[own] ?? 0);

        await until(
          () => acknowledged(out.text()).every((count, own) => count > (after[own] ?? 0)),
          patienceMs,
        );
        const last = acknowledged(out.text());
        asked.resolve();
        expect(await run).toMatchObject({ exitCode: 0 });
        const first = checked(out.text());
        expect(first.lost).toBe(0);
        for (const own of [0, 1, 2]) expect(first.found[own]).toBeGreaterThanOrEqual(last[own] ?? 0);
        expect(here.remains.now()).toEqual([]);
      },
      5 * patienceMs,
    );
  });
});
