import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bindMount } from '@caisson/oci-spec';
import { expect, it } from 'vitest';
import { failure } from '../../runc/test/support/failure.ts';
import { gather } from '../../runc/test/support/gather.ts';
import { until } from '../../runc/test/support/until.ts';
import { onEach, world } from './support/world.ts';

const here = world();
/** For a machine that is busy with other tests: several sandboxes are at work here. */
const patienceMs = 120_000;
const fixtures = fileURLToPath(new URL('fixtures', import.meta.url));
const node = dirname(process.execPath);
const counts = (text: string): readonly number[] => (text.match(/^\d+$/gm) ?? []).map(Number);

onEach('a web server under traffic from inside', (way) => {
  it(
    'is frozen, and goes on with its state from the image, twice, by an object of its own',
    async () => {
      const runtime = await here.runtime(way);
      const bundle = await here.bundle(
        ['/node/node', '/fixtures/counter.mjs'],
        bindMount(node, '/node', { readonly: true }),
        bindMount(fixtures, '/fixtures', { readonly: true }),
      );
      const [id, imagePath, out] = [here.id(), join(here.dir, `web-${way.path.length}`), gather()];
      const stop = new AbortController();
      const run = runtime.run(id, bundle, { output: out.sink, signal: stop.signal });
      run.catch(() => {});
      await until(() => counts(out.text()).length > 20, patienceMs);
      await runtime.checkpoint(id, { imagePath, leaveRunning: true });
      const atImage = Math.max(...counts(out.text()));
      const other = await here.runtime(way);
      for (let copy = 0; copy < 2; copy++) {
        const said = gather();
        const restored = other.restore(here.id(), bundle, {
          imagePath,
          output: said.sink,
          signal: stop.signal,
        });
        restored.catch(() => {});
        await until(() => counts(said.text()).length > 20, patienceMs);
        const [first = 0] = counts(said.text());
        expect(first).toBeGreaterThan(10);
        expect(first).toBeLessThanOrEqual(atImage + 10);
        const numbers = counts(said.text());
        expect(new Set(numbers).size).toBe(numbers.length);
      }
      stop.abort();
      await failure('ERR_ABORTED', run);
      await other.close();
      expect(here.remains.now()).toEqual([]);
    },
    5 * patienceMs,
  );
});
