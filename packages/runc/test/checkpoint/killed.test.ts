import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { counter, counting } from '../support/counting.ts';
import { failure } from '../support/failure.ts';
import { piecesOf, withImagesOnce } from '../support/images.ts';
import { world } from '../support/world.ts';

const here = world();
/** For a machine that is busy with other tests. */
const patienceMs = 240_000;
const program = counter(20);

/**
 * A criu in PATH: the real one, which the kernel kills (SIGXFSZ) when a file that it writes grows beyond so many
 * bytes: before its work is done each time, however busy the machine is.
 */
const whileKilled = async (bytes: number, work: () => Promise<void>): Promise<void> => {
  const before = process.env['PATH'];
  const real = execFileSync('sh', ['-c', 'command -v criu'], { encoding: 'utf8' }).trim();
  const dir = join(here.dir, `bin-${bytes}`);
  mkdirSync(dir);
  writeFileSync(join(dir, 'criu'), `#!/bin/sh\nexec prlimit --fsize=${bytes} '${real}' "$@"\n`, {
    mode: 0o755,
  });
  process.env['PATH'] = `${dir}:${before}`;
  try {
    await work();
  } finally {
    process.env['PATH'] = before;
  }
};

withImagesOnce('a CRIU that is killed', () => {
  it(
    'in the middle of a dump leaves the container running, and no image',
    async () => {
      const imagePath = join(here.dir, 'image');
      await counting(here, program, async (id, runtime) => {
        // The log is smaller, and the memory larger.
        await whileKilled(8 << 20, async () => {
          const { words } = await failure('ERR_CHECKPOINT_FAILED', runtime.checkpoint(id, { imagePath }));
          expect(words).toContain('EOF'); // What runc reads of a CRIU that is gone.
        });
        expect(piecesOf(imagePath)).toEqual([]);
      });
    },
    patienceMs,
  );
});
