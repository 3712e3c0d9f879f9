import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { onOne, sh, world } from './support/world.ts';

const here = world();
const run = promisify(execFile);
const fixture = fileURLToPath(new URL('fixtures/gigabyte.ts', import.meta.url));

const bytes = 1 << 30;
/** Numbers in turn: no two of its blocks are alike, so that none can be lost, doubled or exchanged unseen. */
const source = `seq 1 200000000 | head -c ${bytes}`;
const boundMiB = 150;
let digest: Promise<string | undefined> | undefined;
const known = (): Promise<string | undefined> =>
  (digest ??= run('sh', ['-c', `${source} | sha256sum`]).then(({ stdout }) => stdout.split(' ')[0]));

onOne('a gibibyte', ({ path }) => {
  it.each([
    ['out of a sandbox, by run', 'out', sh(source)],
    ['into a sandbox, by exec', 'in', ['sleep', '1000']],
  ])(
    '%s, is unchanged, and the memory it takes is bounded',
    async (_what, direction, program) => {
      const bundle = await here.bundle(program);
      const argv = [fixture, direction, here.root, here.id(), bundle, source, path];
      const [told, sha256] = await Promise.all([run(process.execPath, argv), known()]);
      const { grownMiB, ...rest } = JSON.parse(told.stdout) as { readonly grownMiB: number };
      console.log(`${direction}: the peak of resident memory grew by ${grownMiB.toFixed(0)} MiB`);
      expect(rest).toEqual({ exitCode: 0, bytes, sha256 });
      expect(grownMiB).toBeLessThan(boundMiB);
      expect(here.remains.now()).toEqual([]);
    },
    780_000,
  );
});
