import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, expect, it } from 'vitest';
import { limit, smaller } from './support/emulated.ts';
import { able, inBothModes } from './support/modes.ts';
import { sh, world } from './support/world.ts';

const here = world();
const run = promisify(execFile);
const fixture = fileURLToPath(new URL('./fixtures/gigabyte.ts', import.meta.url));

const bytes = smaller('bytes through a container', 1 << 30, 1 << 28);
/** Numbers in turn: no two of its blocks are alike, so that none can be lost, doubled or exchanged unseen. */
const source = `seq 1 200000000 | head -c ${bytes}`;
const boundMiB = 150;

let sha256: string | undefined;
beforeAll(async () => {
  if (able) [sha256] = (await run('sh', ['-c', `${source} | sha256sum`])).stdout.split(' ');
}, limit(120_000));

inBothModes('a gibibyte', (waiting) => {
  it.each([
    ['out of', 'out', sh(source)],
    ['into', 'in', ['sha256sum']],
  ])(
    '%s a container is unchanged, and the memory it takes is bounded',
    async (_what, direction, program) => {
      const argv = [fixture, waiting, direction, here.root, await here.bundle(program), here.id(), source];
      const { stdout } = await run(process.execPath, argv, { timeout: limit(150_000) });
      const told = JSON.parse(stdout) as { readonly grownMiB: number };
      console.log(
        `${waiting} ${direction}: the peak of resident memory grew by ${told.grownMiB.toFixed(0)} MiB`,
      );
      expect(told).toMatchObject({ exitCode: 0, bytes, sha256 });
      expect(told.grownMiB).toBeLessThan(boundMiB);
      expect(here.remains.now()).toEqual([]);
    },
    limit(180_000),
  );
});
