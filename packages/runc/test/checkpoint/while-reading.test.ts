import { readdirSync, readFileSync, readlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CheckpointPlugin, ImageManifest } from '@caisson/core';
import { judge, manifestName } from '@caisson/image';
import { expect, it } from 'vitest';
import { counter, counting } from '../support/counting.ts';
import { failure } from '../support/failure.ts';
import { gather } from '../support/gather.ts';
import { piecesOf, withImagesOnce } from '../support/images.ts';
import { until } from '../support/until.ts';
import { world } from '../support/world.ts';

const here = world();
/** For a machine that is busy with other tests. */
const patienceMs = 240_000;
const program = counter();

const hugeName = 'huge.img';
const hugeSize = 2 ** 40;
/** A hole: it takes no room, and many minutes to read. */
const addHuge = (imagePath: string): void => {
  writeFileSync(join(imagePath, hugeName), '');
  truncateSync(join(imagePath, hugeName), hugeSize);
};

/** Whether this process reads it: no sooner than when the files before it have been read. */
const reading = (): boolean =>
  readdirSync('/proc/self/fd').some((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`).endsWith(hugeName);
    } catch {
      return false; // Closed since.
    }
  });

withImagesOnce('an abort while the files of an image are read for their checksums', () => {
  it(
    'gives a checkpoint up whose container runs on',
    async () => {
      const imagePath = join(here.dir, 'given-up');
      await counting(here, program, async (id, runtime) => {
        // Brought back when CRIU is done, and before a file is read.
        const grows: CheckpointPlugin = {
          name: 'grows',
          suspend: async (target) => async () => addHuge(target.imagePath),
          verify: async () => {},
          resume: async () => {},
        };
        const abort = new AbortController();
        const options = { imagePath, leaveRunning: true, plugins: [grows], signal: abort.signal };
        const work = failure('ERR_ABORTED', runtime.checkpoint(id, options));
        await until(reading, patienceMs);
        abort.abort();
        await work;
        expect(reading()).toBe(false);
        expect(piecesOf(imagePath)).toEqual([]);
      });
    },
    patienceMs,
  );

  it(
    'comes too late for a checkpoint whose container has ended: its image is finished',
    async () => {
      const runtime = await here.runtime();
      const [id, out, abort, imagePath] = [
        here.id(),
        gather(),
        new AbortController(),
        join(here.dir, 'late'),
      ];
      const running = runtime.run(id, await here.bundle(program), { stdout: out.sink });
      await until(() => out.text().length > 10);
      const work = runtime.checkpoint(id, { imagePath, signal: abort.signal });
      await running;
      abort.abort();
      await work;
      expect(await judge(imagePath)).toMatchObject({ restores: true, differences: [] });
      expect(here.remains.now()).toEqual([]);
    },
    patienceMs,
  );

  it(
    'starts nothing of a restore',
    async () => {
      const runtime = await here.runtime();
      const [id, out, imagePath] = [here.id(), gather(), join(here.dir, 'read')];
      const bundle = await here.bundle(program);
      const running = runtime.run(id, bundle, { stdout: out.sink });
      await until(() => out.text().length > 10);
      await runtime.checkpoint(id, { imagePath });
      await running;
      addHuge(imagePath);
      const path = join(imagePath, manifestName);
      const manifest = JSON.parse(readFileSync(path, 'utf8')) as ImageManifest;
      const files = { ...manifest.files, [hugeName]: { size: hugeSize, sha256: '0'.repeat(64) } };
      writeFileSync(path, JSON.stringify({ ...manifest, files }));

      const [abort, events] = [new AbortController(), [] as string[]];
      const restoring = runtime.restore(id, bundle, {
        imagePath,
        signal: abort.signal,
        onStarted: () => void events.push('started'),
      });
      const work = failure('ERR_ABORTED', restoring);
      await until(reading, patienceMs);
      abort.abort();
      await work;
      expect(events).toEqual([]);
      expect(await runtime.list()).toEqual([]);
      expect(here.remains.now()).toEqual([]);
    },
    patienceMs,
  );
});
