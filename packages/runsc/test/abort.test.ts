import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { failure } from '../../runc/test/support/failure.ts';
import { onOne, world } from './support/world.ts';

const here = world();

onOne('an abort', (way) => {
  // From before runsc has begun, over its create and its start, to the program's own run.
  it.each([0, 20, 60, 100, 140, 180, 220, 300, 450])('of run after %s ms leaves nothing', async (afterMs) => {
    const runtime = await here.runtime(way);
    const bundle = await here.bundle(['sleep', '1000']);
    const stop = new AbortController();
    const run = runtime.run(here.id(), bundle, { signal: stop.signal });
    run.catch(() => {});
    await sleep(afterMs);
    stop.abort('enough');
    expect((await failure('ERR_ABORTED', run)).cause).toBe('enough');
    expect(here.remains.now()).toEqual([]);
    await runtime.close();
  });

  it.each(['onCreated', 'onStarted'])('from inside %s leaves nothing', async (hook) => {
    const runtime = await here.runtime(way);
    const stop = new AbortController();
    const options = { signal: stop.signal, [hook]: () => stop.abort() };
    await failure('ERR_ABORTED', runtime.run(here.id(), await here.bundle(['sleep', '1000']), options));
    expect(here.remains.now()).toEqual([]);
  });

  it('of exec ends its process with its group, and the container lives on', async () => {
    const runtime = await here.runtime(way);
    const id = here.id();
    // An init that waits for what it inherits, as inits do: nothing is listed that has ended.
    await runtime.create(id, await here.bundle(['sh', '-c', 'while :; do wait; sleep 0.05; done']));
    await runtime.start(id);
    for (const afterMs of [0, 10, 30, 100, 300]) {
      const stop = new AbortController();
      const process = here.process(['sh', '-c', 'sleep 1001 & sleep 1002 & wait']);
      const exec = runtime.exec(id, process, { signal: stop.signal });
      exec.catch(() => {});
      await sleep(afterMs);
      stop.abort();
      await failure('ERR_ABORTED', exec);
    }
    const end = Date.now() + 20_000;
    const left = async () => (await runtime.processes(id)).filter(({ args }) => args?.[0] === 'sleep');
    while ((await left()).length > 1 && Date.now() < end) await sleep(100);
    expect((await left()).length).toBeLessThanOrEqual(1);
    await runtime.delete(id, { force: true });
    expect(here.remains.now()).toEqual([]);
  });

  it('of create leaves nothing either', async () => {
    const runtime = await here.runtime(way);
    const bundle = await here.bundle(['sleep', '1000']);
    for (const afterMs of [10, 60, 120]) {
      const [id, stop] = [here.id(), new AbortController()];
      const create = runtime.create(id, bundle, { signal: stop.signal });
      create.catch(() => {});
      await sleep(afterMs);
      stop.abort();
      await create.catch(() => {});
      await runtime.delete(id, { force: true });
      expect(here.remains.now()).toEqual([]);
    }
  });
});
