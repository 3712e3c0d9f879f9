import { join } from 'node:path';
import { readManifest } from '@caisson/image';
import { expect, it } from 'vitest';
import { failure } from '../support/failure.ts';
import { gather } from '../support/gather.ts';
import { tracksMemory, withImagesOnce } from '../support/images.ts';
import { until } from '../support/until.ts';
import { world } from '../support/world.ts';

const here = world();
const program =
  '$| = 1; $kept = "0123456789" x 5_000_000; print "1\\n"; while (1) { select(undef, undef, undef, 0.01) }';

withImagesOnce('a pre-dump', () => {
  const name = tracksMemory
    ? 'is gone on from by a checkpoint that does not write its memory again'
    : 'is refused where the kernel does not tell which memory changes, and the container runs on';
  it(name, async () => {
    const runtime = await here.runtime();
    const [id, first, second] = [here.id(), join(here.dir, 'first'), join(here.dir, 'second')];
    const bundle = await here.bundle(['perl', '-e', program]);
    const out = gather();
    const running = runtime.run(id, bundle, { stdout: out.sink });
    await until(() => out.text() === '1\n');
    if (!tracksMemory) {
      const error = await failure(
        'ERR_CHECKPOINT_FAILED',
        runtime.checkpoint(id, { imagePath: first, preDump: true }),
      );
      expect(error.reason).toContain('CONFIG_MEM_SOFT_DIRTY');
      await runtime.kill(id, 'SIGKILL');
      await running;
      return;
    }
    await runtime.checkpoint(id, { imagePath: first, preDump: true });
    await runtime.checkpoint(id, { imagePath: second, parentPath: first });
    await running;
    const [before, last] = [readManifest(first), readManifest(second)];
    expect(before).toMatchObject({ preDump: true });
    expect(last).toMatchObject({ preDump: false, parent: '../first' });
    expect(last?.size).toBeLessThan((before?.size ?? 0) / 4);
    await failure('ERR_IMAGE_INCOMPATIBLE', runtime.restore(id, bundle, { imagePath: first }));
    const onStarted = (): Promise<void> => runtime.kill(id, 'SIGKILL');
    expect(await runtime.restore(id, bundle, { imagePath: second, onStarted })).toMatchObject({
      exitCode: 137,
    });
    expect(here.remains.now()).toEqual([]);
  });
});
