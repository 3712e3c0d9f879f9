import { expect, it } from 'vitest';
import { failure } from './support/failure.ts';
import { inBothModes } from './support/modes.ts';
import { until } from './support/until.ts';
import { sh, world } from './support/world.ts';

const here = world();

inBothModes('pause and resume', (waiting) => {
  const counting = sh('i=0; while :; do i=$((i+1)); echo $i; sleep 0.01; done');

  it('stops the processes and lets them go on', async () => {
    const runtime = await here.runtime({ waiting });
    const id = here.id();
    let chunks = 0;
    await runtime.create(id, await here.bundle(counting), { stdout: () => void chunks++ });
    await runtime.start(id);
    await until(() => chunks > 3);
    await runtime.pause(id);
    expect(await runtime.state(id)).toMatchObject({ status: 'paused' });
    const [init] = await runtime.processes(id);
    const used = async (): Promise<bigint | undefined> => (await runtime.stats(id)).cpu?.usageNs;
    const before = await used();
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(await used()).toBe(before);
    expect(init?.pid).toEqual(expect.any(Number));
    const seen = chunks;
    await runtime.resume(id);
    expect(await runtime.state(id)).toMatchObject({ status: 'running' });
    await until(() => chunks > seen + 3);
    await runtime.delete(id, { force: true });
    expect(here.remains.now()).toEqual([]);
  });

  it('lets a paused container be killed and deleted', async () => {
    const runtime = await here.runtime({ waiting });
    const [killed, deleted] = [here.id(), here.id()];
    for (const id of [killed, deleted]) {
      await runtime.create(id, await here.bundle(['sleep', '1000']));
      await runtime.start(id);
      await runtime.pause(id);
    }
    await runtime.kill(killed, 'SIGKILL');
    await until(async () => (await runtime.state(killed)).status === 'stopped');
    await runtime.delete(killed);
    await runtime.delete(deleted, { force: true });
    expect(here.remains.now()).toEqual([]);
  });

  it('ends a run that is aborted while its container is paused', async () => {
    const runtime = await here.runtime({ waiting });
    const id = here.id();
    const stop = new AbortController();
    const running = runtime.run(id, await here.bundle(['sleep', '1000']), {
      signal: stop.signal,
      stop: { signal: 'SIGTERM', graceMs: 50 },
      onStarted: () => runtime.pause(id),
    });
    await until(async () => (await runtime.state(id).catch(() => undefined))?.status === 'paused');
    stop.abort();
    await failure('ERR_ABORTED', running);
    expect(here.remains.now()).toEqual([]);
  });

  it('refuses what is not there and what does not run', async () => {
    const runtime = await here.runtime({ waiting });
    for (const verb of ['pause', 'resume'] as const) {
      await failure('ERR_CONTAINER_NOT_FOUND', runtime[verb](here.id()));
    }
    const id = here.id();
    await runtime.create(id, await here.bundle(['sleep', '1000']));
    await runtime.start(id);
    await failure('ERR_WRONG_STATE', runtime.resume(id));
    await runtime.delete(id, { force: true });
  });
});
