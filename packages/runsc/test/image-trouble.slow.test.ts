import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Runtime } from '@caisson/core';
import { isRuntimeError } from '@caisson/errors';
import { expect, it } from 'vitest';
import { failure } from '../../runc/test/support/failure.ts';
import { gather } from '../../runc/test/support/gather.ts';
import { until } from '../../runc/test/support/until.ts';
import { binaries } from './support/binaries.ts';
import { onEach, sh, world } from './support/world.ts';

const here = world();
const counting = sh('i=0; while :; do i=$((i+1)); echo $i; sleep 0.02; done');
const lines = (text: string): number => text.split('\n').length - 1;
let images = 0;
const image = (): string => join(here.dir, `image-${++images}`);

const counted = async (runtime: Runtime) => {
  const [id, out, stop] = [here.id(), gather(), new AbortController()];
  const bundle = await here.bundle(counting);
  const life = runtime.run(id, bundle, { stdout: out.sink, signal: stop.signal });
  life.catch(() => {});
  await until(() => lines(out.text()) > 3);
  return { id, bundle, out, life, stop };
};

onEach('images and trouble', (way, release) => {
  it('an aborted checkpoint leaves a container that goes on, or an image that is whole', async () => {
    const runtime = await here.runtime(way);
    for (const afterMs of [0, 15, 40, 80, 150, 300]) {
      const { id, bundle, out, life, stop } = await counted(runtime);
      const [imagePath, abort] = [image(), new AbortController()];
      const made = runtime.checkpoint(id, { imagePath, leaveRunning: true, signal: abort.signal }).then(
        () => true,
        (error: unknown) => {
          if (isRuntimeError(error, 'ERR_ABORTED')) return false;
          throw error;
        },
      );
      await sleep(afterMs);
      abort.abort();
      if (await made) {
        const [copy, said] = [new AbortController(), gather()];
        const restored = runtime.restore(here.id(), bundle, {
          imagePath,
          stdout: said.sink,
          signal: copy.signal,
        });
        restored.catch(() => {});
        await until(() => lines(said.text()) > 3);
        copy.abort();
        await failure('ERR_ABORTED', restored);
      } else {
        expect(existsSync(imagePath)).toBe(false);
      }
      const before = lines(out.text());
      await until(() => lines(out.text()) > before + 3);
      stop.abort();
      await failure('ERR_ABORTED', life);
      expect(here.remains.now()).toEqual([]);
    }
  }, 240_000);

  it('an aborted restore leaves nothing, and the image as it was', async () => {
    const runtime = await here.runtime(way);
    const { id, bundle, life } = await counted(runtime);
    const imagePath = image();
    await runtime.checkpoint(id, { imagePath });
    await life.catch(() => {});
    for (const afterMs of [0, 20, 60, 100, 150, 200, 300, 500]) {
      const abort = new AbortController();
      const restored = runtime.restore(here.id(), bundle, { imagePath, signal: abort.signal });
      restored.catch(() => {});
      await sleep(afterMs);
      abort.abort('enough');
      expect((await failure('ERR_ABORTED', restored)).cause).toBe('enough');
      expect(here.remains.now()).toEqual([]);
    }
    const [said, stop] = [gather(), new AbortController()];
    const restored = runtime.restore(id, bundle, { imagePath, stdout: said.sink, signal: stop.signal });
    restored.catch(() => {});
    await until(() => lines(said.text()) > 3);
    stop.abort();
    await failure('ERR_ABORTED', restored);
    expect(here.remains.now()).toEqual([]);
  }, 240_000);

  for (const other of binaries.filter((binary) => binary.release !== release)) {
    it(`an image is refused by the release of ${other.release}, which is told which made it`, async () => {
      const runtime = await here.runtime(way);
      const { id, bundle, life } = await counted(runtime);
      const imagePath = image();
      await runtime.checkpoint(id, { imagePath });
      await life.catch(() => {});
      const another = await here.runtime({ ...way, path: other.path });
      const refused = await failure('ERR_IMAGE_INCOMPATIBLE', another.restore(id, bundle, { imagePath }));
      expect(refused.reason).toMatch(/^runtime\.version: /);
      expect(refused.reason).toContain(release);
      expect(refused.reason).toContain(other.release);
      rmSync(join(imagePath, 'caisson.json'));
      await failure('ERR_IMAGE_INCOMPATIBLE', another.restore(id, bundle, { imagePath }));
      expect(here.remains.now()).toEqual([]);
    }, 120_000);
  }
});
