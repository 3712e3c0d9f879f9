import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { judge, readManifest } from '@caisson/image';
import { expect, it } from 'vitest';
import { failure } from '../support/failure.ts';
import { gather } from '../support/gather.ts';
import { piecesOf, withImages } from '../support/images.ts';
import { until } from '../support/until.ts';
import { sh, world } from '../support/world.ts';

const here = world();
// A subshell forks: CRIU cannot stop what waits in vfork (see `tick` of the conformance kit).
const counting = sh('i=0; while :; do i=$((i+1)); echo $i; (sleep 0.02); done');
let images = 0;
const image = (): string => join(here.dir, `image-${++images}`);
const numbers = (text: string): readonly number[] => text.split('\n').slice(0, -1).map(Number);

withImages('checkpoint and restore', (waiting) => {
  it('freezes a run to disk, which ends it, and brings it back with its streams and its status', async () => {
    const runtime = await here.runtime({ waiting });
    const [id, imagePath] = [here.id(), image()];
    const bundle = await here.bundle(
      sh('i=0; while read line; do i=$((i+1)); echo "$i $line"; done; exit $i'),
    );
    const [before, after] = [gather(), gather()];
    const lines = (async function* () {
      yield 'one\n';
      await until(() => false); // Held open: what ends is the container.
    })();
    const running = runtime.run(id, bundle, { stdin: lines, stdout: before.sink, stderr: before.sink });
    running.catch(() => {});
    await until(() => before.text() === '1 one\n');
    await runtime.checkpoint(id, { imagePath });
    expect(await running).toMatchObject({ exitCode: 137, oomKilled: false, oomKills: 0 });
    await failure('ERR_CONTAINER_NOT_FOUND', runtime.state(id));

    const stdin = 'two\nthree\n';
    const status = await runtime.restore(id, bundle, { imagePath, stdin, stdout: after.sink });
    expect(status).toMatchObject({ exitCode: 3, oomKilled: false });
    expect(after.text()).toBe('2 two\n3 three\n');
    expect(here.remains.now()).toEqual([]);
  });

  it('leaves it running if asked, and restores copies of it under other ids and from other bundles', async () => {
    const runtime = await here.runtime({ waiting });
    const [id, imagePath] = [here.id(), image()];
    const [first, other] = [await here.bundle(counting), await here.bundle(counting)];
    const out = gather();
    const stop = new AbortController();
    const running = runtime.run(id, first, { stdout: out.sink, signal: stop.signal });
    running.catch(() => {});
    await until(() => numbers(out.text()).length > 3);
    const fsync = waiting === 'native';
    await runtime.checkpoint(id, { imagePath, leaveRunning: true, fsync });
    const atImage = numbers(out.text()).length;
    await until(() => numbers(out.text()).length > atImage + 3);

    const copies = [first, other].map((bundle) => {
      const [copy, said, started] = [here.id(), gather(), Promise.withResolvers<number>()];
      const onStarted = async ({ pid }: { pid?: number | undefined }): Promise<void> => {
        started.resolve(pid ?? 0);
      };
      const life = runtime.restore(copy, bundle, {
        imagePath,
        stdout: said.sink,
        signal: stop.signal,
        onStarted,
      });
      life.catch((error: unknown) => started.reject(error));
      return { copy, said, started: started.promise, life };
    });
    for (const { copy, said, started } of copies) {
      expect(
        await runtime.state(copy).then(
          ({ pid }) => pid,
          () => started,
        ),
      ).toBe(await started);
      await until(() => numbers(said.text()).length > 3);
      const [begin = 0] = numbers(said.text());
      expect(begin).toBeGreaterThan(1);
      expect(begin).toBeLessThanOrEqual(atImage + 1);
    }
    stop.abort();
    for (const life of [running, ...copies.map((copy) => copy.life)]) await failure('ERR_ABORTED', life);
    expect(here.remains.now()).toEqual([]);
  });

  it('writes beside the image what it was made of, and judges it by that', async () => {
    const runtime = await here.runtime({ waiting });
    const [id, imagePath] = [here.id(), image()];
    const bundle = await here.bundle(['sleep', '1000']);
    const running = runtime.run(id, bundle, {
      onStarted: () => runtime.checkpoint(id, { imagePath }),
    });
    await running;
    const { version } = runtime;
    expect(readManifest(imagePath)).toMatchObject({
      container: id,
      runtime: { name: 'runc', version },
      tool: expect.stringMatching(/^CRIU \d/),
      architecture: process.arch,
      preDump: false,
      files: {
        'inventory.img': { size: expect.any(Number), sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
      },
    });
    expect(statSync(imagePath).mode & 0o777).toBe(0o700);
    const spec = JSON.parse(readFileSync(join(bundle, 'config.json'), 'utf8'));
    expect(await judge(imagePath, { runtime, spec })).toMatchObject({ restores: true, differences: [] });
    expect(here.remains.now()).toEqual([]);
  });

  it('watches a restored container for memory, from its own first kill on', async () => {
    const runtime = await here.runtime({ waiting });
    const [id, imagePath] = [here.id(), image()];
    const hungry = sh('read go; exec dd if=/dev/zero of=/dev/null bs=200M');
    const limit = { linux: { resources: { memory: { limit: 64 << 20, swap: 64 << 20 } } } };
    const bundle = await here.bundle(hungry, (spec) => ({
      ...spec,
      linux: { ...spec.linux, resources: { ...spec.linux?.resources, ...limit.linux.resources } },
    }));
    const held = (async function* () {
      await until(() => false);
      yield '';
    })();
    const running = runtime.run(id, bundle, {
      stdin: held,
      onStarted: () => runtime.checkpoint(id, { imagePath }),
    });
    await running;
    const status = await runtime.restore(id, bundle, { imagePath, stdin: 'go\n' });
    // In the foreground runc removes the counter's cgroup before anyone can read it.
    const kills = waiting === 'native' ? { oomKills: 1, oomKilled: true } : {};
    expect(status).toMatchObject({ exitCode: 137, ...kills });
    expect(here.remains.now()).toEqual([]);
  });

  it('ends a container that was created and started, whose wait settles and which is gone then', async () => {
    const runtime = await here.runtime({ waiting });
    const [id, imagePath] = [here.id(), image()];
    await runtime.create(id, await here.bundle(['sleep', '1000']));
    await runtime.start(id);
    const waited = runtime.wait(id).then(
      ({ exitCode }) => exitCode,
      (error: { code: string }) => error.code,
    );
    await runtime.checkpoint(id, { imagePath });
    expect(await waited).toBe(waiting === 'native' ? 137 : 'ERR_STATUS_LOST');
    await failure('ERR_CONTAINER_NOT_FOUND', runtime.delete(id));
    expect(piecesOf(imagePath)).toHaveLength(1);
    expect(here.remains.now()).toEqual([]);
  });
});
