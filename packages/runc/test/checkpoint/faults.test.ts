import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { counter, counting } from '../support/counting.ts';
import { failure } from '../support/failure.ts';
import { gather } from '../support/gather.ts';
import { piecesOf, withImagesOnce } from '../support/images.ts';
import { until } from '../support/until.ts';
import { world } from '../support/world.ts';

const here = world();
const program = counter(60);

const read = (path: string): string => {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return ''; // Gone since.
  }
};

/** The CRIU that works for this test file. */
const criu = (): number | undefined =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => /criu\0swrk/.test(read(`/proc/${pid}/cmdline`)))
    .filter((pid) => read(`/proc/${pid}/environ`).includes(here.marker))
    .map(Number)
    .at(0);

const writing = (imagePath: string): boolean =>
  piecesOf(imagePath).some((name) => existsSync(join(here.dir, name, 'pages-1.img')));

withImagesOnce('a checkpoint that breaks off', () => {
  it('leaves the container running where it is aborted in the middle', async () => {
    const runtime = await here.runtime();
    await counting(here, program, async (id) => {
      const [imagePath, stop] = [join(here.dir, 'aborted'), new AbortController()];
      const work = failure('ERR_ABORTED', runtime.checkpoint(id, { imagePath, signal: stop.signal }));
      await until(() => writing(imagePath));
      stop.abort();
      await work;
      expect(piecesOf(imagePath)).toEqual([]);
      expect(criu()).toBeUndefined();
    });
  });

  it('leaves the container running where the disk is full, and says so', async () => {
    const runtime = await here.runtime();
    const small = join(here.dir, 'small');
    mkdirSync(small);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', small]);
    try {
      await counting(here, program, async (id) => {
        const work = runtime.checkpoint(id, { imagePath: join(small, 'image') });
        const error = await failure('ERR_CHECKPOINT_FAILED', work);
        expect(error.reason).toContain('disk of the image is full');
        expect(readdirSync(small)).toEqual([]);
        execFileSync('umount', [small]);
      });
    } finally {
      if (readFileSync('/proc/self/mountinfo', 'utf8').includes(small)) execFileSync('umount', [small]);
    }
  });
});

withImagesOnce('a restore that breaks off', () => {
  it('leaves nothing where the call is aborted, and the image is there for another', async () => {
    const runtime = await here.runtime();
    const imagePath = join(here.dir, 'whole');
    const [bundle, id] = [await here.bundle(program), here.id()];
    const out = gather();
    const running = runtime.run(id, bundle, { stdout: out.sink });
    await until(() => out.text().length > 10);
    await runtime.checkpoint(id, { imagePath });
    await running;

    const stop = new AbortController();
    const aborted = failure('ERR_ABORTED', runtime.restore(id, bundle, { imagePath, signal: stop.signal }));
    await until(criu);
    stop.abort();
    await aborted;
    expect(here.remains.now()).toEqual([]);

    const onStarted = (): Promise<void> => runtime.kill(id, 'SIGKILL');
    expect(await runtime.restore(id, bundle, { imagePath, onStarted })).toMatchObject({ exitCode: 137 });
  });
});
