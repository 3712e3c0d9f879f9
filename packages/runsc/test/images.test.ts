import { join } from 'node:path';
import type { ExitStatus, Runtime } from '@caisson/core';
import { expect, it } from 'vitest';
import { failure } from '../../runc/test/support/failure.ts';
import { gather } from '../../runc/test/support/gather.ts';
import { until } from '../../runc/test/support/until.ts';
import { onEach, sh, world } from './support/world.ts';

const here = world();
const counting = sh('i=0; while :; do i=$((i+1)); echo $i; sleep 0.02; done');
const numbers = (text: string): readonly number[] => text.split('\n').slice(0, -1).map(Number);
let images = 0;
const image = (): string => join(here.dir, `image-${++images}`);

onEach('checkpoint and restore', (way, release) => {
  const counted = async (runtime: Runtime, stop: AbortSignal) => {
    const [id, bundle, out] = [here.id(), await here.bundle(counting), gather()];
    const life = runtime.run(id, bundle, { stdout: out.sink, signal: stop });
    life.catch(() => {});
    await until(() => numbers(out.text()).length > 3);
    return { id, bundle, out, life };
  };

  it('freezes a run to disk, which ends it, and brings it back with its streams and its status', async () => {
    const runtime = await here.runtime(way);
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
    await running.catch(() => {});
    await failure('ERR_CONTAINER_NOT_FOUND', runtime.state(id));
    const streams = { stdin: 'two\nthree\n', stdout: after.sink };
    const status = await runtime.restore(id, bundle, { imagePath, ...streams });
    expect(status).toMatchObject({ exitCode: 3, signal: null, oomKilled: false });
    expect(after.text()).toBe('2 two\n3 three\n');
    expect(here.remains.now()).toEqual([]);
  });

  it('leaves it running if asked, and restores copies of it, by another object too', async () => {
    const runtime = await here.runtime(way);
    const stop = new AbortController();
    const { id, bundle, out, life } = await counted(runtime, stop.signal);
    const imagePath = image();
    await runtime.checkpoint(id, { imagePath, leaveRunning: true });
    const atImage = numbers(out.text()).length;
    await until(() => numbers(out.text()).length > atImage + 3);
    const other = await here.runtime(way);
    const copies: Promise<ExitStatus>[] = [];
    for (const by of [runtime, other]) {
      const said = gather();
      const copy = by.restore(here.id(), bundle, { imagePath, stdout: said.sink, signal: stop.signal });
      copy.catch(() => {});
      copies.push(copy);
      await until(() => numbers(said.text()).length > 3);
      const [begin = 0] = numbers(said.text());
      expect(begin).toBeGreaterThan(3);
      expect(begin).toBeLessThanOrEqual(atImage + 2);
    }
    expect((await runtime.list()).length).toBe(3);
    stop.abort();
    for (const one of [life, ...copies]) await failure('ERR_ABORTED', one);
    expect(here.remains.now()).toEqual([]);
  });

  it('makes images that are not compressed, and reads them in the background where the release can', async () => {
    const able = Number(release) >= 20250414;
    const options = { ...way, compression: 'none', background: able } as const;
    const runtime = await here.runtime(options);
    const stop = new AbortController();
    const { id, bundle, life } = await counted(runtime, stop.signal);
    const imagePath = image();
    await runtime.checkpoint(id, { imagePath });
    await life.catch(() => {});
    const said = gather();
    const restored = runtime.restore(id, bundle, { imagePath, stdout: said.sink, signal: stop.signal });
    restored.catch(() => {});
    await until(() => numbers(said.text()).length > 3);
    stop.abort();
    await failure('ERR_ABORTED', restored);
    if (!able) {
      const ahead = await here.runtime({ ...options, background: true });
      await failure('ERR_NOT_SUPPORTED', ahead.restore(here.id(), bundle, { imagePath }));
    }
    expect(here.remains.now()).toEqual([]);
  });

  it('refuses what no image of gVisor can hold, before anything is done', async () => {
    const runtime = await here.runtime(way);
    const stop = new AbortController();
    const { id, life, out } = await counted(runtime, stop.signal);
    const execution = new AbortController();
    const started = Promise.withResolvers<void>();
    const exec = runtime.exec(id, here.process(['sleep', '1000']), {
      signal: execution.signal,
      onStarted: () => started.resolve(),
    });
    exec.catch(() => {});
    await started.promise;
    const other = await here.runtime(way);
    for (const by of [runtime, other]) {
      const refused = await failure('ERR_WRONG_STATE', by.checkpoint(id, { imagePath: image() }));
      expect(refused.reason).toMatch(/1 of exec's processes/);
    }
    execution.abort();
    await failure('ERR_ABORTED', exec);
    await failure('ERR_NOT_SUPPORTED', runtime.checkpoint(id, { imagePath: image(), preDump: true }));
    const external = ['mnt[/data]:data'];
    await failure('ERR_NOT_SUPPORTED', runtime.checkpoint(id, { imagePath: image(), external }));
    const host = await here.runtime({ ...way, network: 'host' });
    const told = await failure('ERR_NOT_SUPPORTED', host.checkpoint(id, { imagePath: image() }));
    expect(told.reason).toMatch(/network is "host"/);
    const before = numbers(out.text()).length;
    await until(() => numbers(out.text()).length > before);
    stop.abort();
    await failure('ERR_ABORTED', life);
    expect(here.remains.now()).toEqual([]);
  });

  it('tells another spec and a broken image apart, and leaves nothing of a failed restore', async () => {
    const runtime = await here.runtime(way);
    const stop = new AbortController();
    const { id, bundle, life } = await counted(runtime, stop.signal);
    const imagePath = image();
    await runtime.checkpoint(id, { imagePath });
    await life.catch(() => {});
    const other = await here.bundle(['sleep', '1000']);
    const differs = await failure('ERR_IMAGE_INCOMPATIBLE', runtime.restore(id, other, { imagePath }));
    expect(differs.reason).toMatch(/spec\.process/);
    await failure(
      'ERR_IMAGE_INCOMPATIBLE',
      runtime.restore(id, bundle, { imagePath: join(here.dir, 'nothing') }),
    );
    expect(here.remains.now()).toEqual([]);
  });
});
