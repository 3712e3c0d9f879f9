import type { Runtime, Signal } from '@caisson/core';
import { type Change, namespace } from '@caisson/oci-spec';
import { beforeAll, expect, it } from 'vitest';
import { failure } from './support/failure.ts';
import { inBothModes } from './support/modes.ts';
import { until } from './support/until.ts';
import { sh, world } from './support/world.ts';

const here = world();

const hostPids: Change = namespace('pid', 'host');
const trapping = sh(
  'trap "exit 3" TERM; trap "exit 4" USR1; trap "exit 5" HUP; echo r; while :; do sleep 0.02; done',
);

inBothModes('kill and delete', (waiting) => {
  let runtime: Runtime;
  let sleeping: string;
  beforeAll(async () => {
    runtime = await here.runtime({ waiting });
    sleeping = await here.bundle(['sleep', '1000']);
  });

  const running = async (bundle: string): Promise<string> => {
    const id = here.id();
    await runtime.create(id, bundle);
    await runtime.start(id);
    return id;
  };
  const stopped = (id: string): Promise<unknown> =>
    until(async () => (await runtime.state(id)).status === 'stopped');

  it.each<[Signal, number]>([
    ['SIGTERM', 3],
    [15, 3],
    ['SIGUSR1', 4],
    [10, 4],
    ['SIGHUP', 5],
  ])('sends %s to init, which handles it', async (signal, code) => {
    let told = false;
    const id = here.id();
    const status = await runtime.run(id, await here.bundle(trapping), {
      stdout: async () => {
        if (!told) await runtime.kill(id, signal);
        told = true;
      },
    });
    expect(status).toMatchObject({ exitCode: code, signal: null });
  });

  it.each<[Signal, string]>([
    ['SIGKILL', 'SIGKILL'],
    [9, 'SIGKILL'],
  ])('ends init by %s', async (signal, name) => {
    const id = here.id();
    const status = await runtime.run(id, sleeping, { onStarted: () => runtime.kill(id, signal) });
    const told = waiting === 'native' ? name : 'unknown';
    expect(status).toMatchObject({ exitCode: 137, signal: told, oomKilled: false, oomKills: 0 });
  });

  it('rejects where init is gone, never was, or the signal is none', async () => {
    const id = await running(await here.bundle(['true']));
    await stopped(id);
    await failure('ERR_CONTAINER_NOT_RUNNING', runtime.kill(id, 'SIGTERM'));
    await runtime.delete(id);
    await failure('ERR_CONTAINER_NOT_FOUND', runtime.kill(id, 'SIGTERM'));
    for (const signal of ['SIGNONE', 'TERM', '', 0, 65, 1.5, null, undefined]) {
      expect(await failure('ERR_INVALID_OPTION', runtime.kill(id, signal as never))).toBeInstanceOf(
        TypeError,
      );
    }
  });

  it('ends a created container by SIGKILL', async () => {
    const id = here.id();
    await runtime.create(id, sleeping);
    await runtime.kill(id, 'SIGKILL');
    await stopped(id);
    await runtime.delete(id);
    expect(here.remains.now()).toEqual([]);
  });

  it('signals every process with all, init alone without', async () => {
    const id = await running(await here.bundle(sh('sh -c "sleep 1001; true" & exec sleep 1000'), hostPids));
    const left = (): number => here.remains.processes().length;
    await until(() => left() === 3);
    // SIGKILL would take the others along, with newer releases.
    await runtime.kill(id, 'SIGTERM');
    await stopped(id);
    expect(left()).toBe(2);
    await runtime.delete(id, { force: true });
    await until(() => left() === 0);

    for (const signal of ['SIGKILL', 'SIGTERM', 15] as const) {
      const other = await running(
        await here.bundle(sh('sh -c "sleep 1001; true" & exec sleep 1000'), hostPids),
      );
      await until(() => left() === 3);
      await runtime.kill(other, signal, { all: true });
      await until(() => left() === 0);
      await runtime.delete(other);
      expect(here.remains.now()).toEqual([]);
    }
  });

  it('refuses to delete what runs, unless by force, which tells the waiters', async () => {
    const id = await running(sleeping);
    const waited = runtime.wait(id);
    waited.catch(() => {});
    expect((await failure('ERR_WRONG_STATE', runtime.delete(id))).words).toContain('not stopped');
    expect(await runtime.state(id)).toMatchObject({ status: 'running' });
    await runtime.delete(id, { force: true });
    expect(here.remains.now()).toEqual([]);
    if (waiting === 'native') expect(await waited).toMatchObject({ exitCode: 137, signal: 'SIGKILL' });
    else await failure('ERR_STATUS_LOST', waited);
  });

  it('deletes what is created or has ended, with and without force', async () => {
    for (const options of [{}, { force: true }]) {
      const created = here.id();
      await runtime.create(created, sleeping);
      await runtime.delete(created, options);
      const ended = await running(await here.bundle(['true']));
      await stopped(ended);
      await runtime.delete(ended, options);
      expect(here.remains.now()).toEqual([]);
    }
  });

  it('rejects the delete of what is missing, and succeeds by force', async () => {
    await failure('ERR_CONTAINER_NOT_FOUND', runtime.delete(here.id()));
    await runtime.delete(here.id(), { force: true });
    const id = await running(sleeping);
    await runtime.delete(id, { force: true });
    await runtime.delete(id, { force: true });
    await failure('ERR_CONTAINER_NOT_FOUND', runtime.delete(id));
  });

  it('deletes once for many callers at once by force', async () => {
    const id = await running(sleeping);
    await Promise.all(Array.from({ length: 5 }, () => runtime.delete(id, { force: true })));
    expect(here.remains.now()).toEqual([]);
  });

  it('does not delete or signal where the call is aborted before', async () => {
    const id = await running(sleeping);
    const signal = AbortSignal.abort(new Error('no'));
    await failure('ERR_ABORTED', runtime.delete(id, { force: true, signal }));
    await failure('ERR_ABORTED', runtime.kill(id, 'SIGKILL', { signal }));
    expect(await runtime.state(id)).toMatchObject({ status: 'running' });
    await runtime.delete(id, { force: true });
  });

  it('ends a run whose container is deleted under it, by this object or another', async () => {
    const other = await here.runtime({ waiting });
    for (const by of [runtime, other]) {
      const id = here.id();
      const status = await runtime.run(id, sleeping, { onStarted: () => by.delete(id, { force: true }) });
      expect(status).toMatchObject({ exitCode: 137 });
      expect(here.remains.now()).toEqual([]);
    }
  });
});
