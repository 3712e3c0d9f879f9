import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { failure } from './support/failure.ts';
import { inBothModes } from './support/modes.ts';
import { until } from './support/until.ts';
import { sh, world } from './support/world.ts';

const here = world();

inBothModes('close', (waiting) => {
  it('aborts its own runs, creates and execs, and leaves created containers', async () => {
    const runtime = await here.runtime({ waiting });
    const other = await here.runtime({ waiting });
    const id = here.id();
    const bundle = await here.bundle(sh('echo ready; exec sleep 1000'));
    await runtime.create(id, bundle);
    await runtime.start(id);
    const ready = [Promise.withResolvers<void>(), Promise.withResolvers<void>()] as const;
    const run = runtime.run(here.id(), bundle, { stdout: () => ready[0].resolve() });
    const exec = runtime.exec(id, here.process(sh('echo ready; exec sleep 1000')), {
      stdout: () => ready[1].resolve(),
    });
    const wait = runtime.wait(id);
    await Promise.all(ready.map(({ promise }) => promise));
    const create = runtime.create(here.id(), bundle);
    const failures = [run, exec, wait, create].map((work) => failure('ERR_ABORTED', work));
    await runtime.close();
    expect(readdirSync(here.root)).toEqual([id]);
    for (const { cause } of await Promise.all(failures)) expect(cause).toMatchObject({ code: 'ERR_CLOSED' });
    expect((await other.list()).map((state) => state.id)).toEqual([id]);
    expect(await other.state(id)).toMatchObject({ status: 'running' });
    await until(() => here.remains.processes().length === 1);
    await other.delete(id, { force: true });
    expect(here.remains.now()).toEqual([]);
  });

  it('makes every later call reject ERR_CLOSED, and may be called again', async () => {
    const runtime = await here.runtime({ waiting });
    const bundle = await here.bundle(['true']);
    await runtime.close();
    await runtime.close();
    const id = here.id();
    for (const call of [
      () => runtime.run(id, bundle),
      () => runtime.create(id, bundle),
      () => runtime.start(id),
      () => runtime.wait(id),
      () => runtime.exec(id, here.process(['true'])),
      () => runtime.kill(id, 'SIGKILL'),
      () => runtime.delete(id, { force: true }),
      () => runtime.state(id),
      () => runtime.list(),
      () => runtime.prepare({ ociVersion: '1.0.2' }),
      async () => runtime.events(id),
    ]) {
      await failure('ERR_CLOSED', call());
    }
  });

  it('is what disposing does', async () => {
    const ended = Promise.withResolvers<void>();
    let running: Promise<unknown>;
    {
      await using runtime = await here.runtime({ waiting });
      const started = Promise.withResolvers<void>();
      running = failure(
        'ERR_ABORTED',
        runtime.run(here.id(), await here.bundle(['sleep', '1000']), { onStarted: () => started.resolve() }),
      ).finally(() => ended.resolve());
      await started.promise;
    }
    await ended.promise;
    await running;
    expect(here.remains.now()).toEqual([]);
  });
});
