import type { ExitStatus, Runtime } from '@caisson/core';
import { expect, it } from 'vitest';
import { failure } from './support/failure.ts';
import { gather } from './support/gather.ts';
import { inBothModes } from './support/modes.ts';
import { until } from './support/until.ts';
import { sh, world } from './support/world.ts';

const here = world();

inBothModes('create, start and wait', (waiting) => {
  /** How a created container ended, as far as this way of waiting can tell. */
  const end = async (runtime: Runtime, id: string): Promise<ExitStatus | undefined> => {
    if (waiting === 'native') return await runtime.wait(id);
    const { reason } = await failure('ERR_STATUS_LOST', runtime.wait(id));
    expect(reason).toEqual(expect.any(String));
    return undefined;
  };

  it('says beforehand whether the status of a created container can be learnt', async () => {
    const { capabilities } = await here.runtime({ waiting });
    const native = waiting === 'native';
    expect(capabilities).toMatchObject({ create: true, waitCreated: native, exactSignals: native });
    expect(capabilities.reasons.waitAny === undefined).toBe(capabilities.waitAny);
    expect(capabilities.reasons.waitCreated === undefined).toBe(native);
  });

  it('makes a container whose program begins at start, and which is there until delete', async () => {
    const runtime = await here.runtime({ waiting });
    const id = here.id();
    const [out, err] = [gather(), gather()];
    const bundle = await here.bundle(sh('cat; echo err >&2; exit 9'));
    const created = await runtime.create(id, bundle, { stdin: 'in\n', stdout: out.sink, stderr: err.sink });
    expect(created).toMatchObject({ id, status: 'created', bundle, pid: expect.any(Number) });
    expect(await runtime.state(id)).toMatchObject({ id, status: 'created', pid: created.pid });
    expect(out.text()).toBe('');
    await runtime.start(id);
    const status = await end(runtime, id);
    if (status) {
      expect(status).toMatchObject({ exitCode: 9, signal: null, oomKilled: false, oomKills: 0 });
      expect(status.finishedAt.getTime()).toBeGreaterThanOrEqual(Number(status.startedAt));
    }
    expect([out.text(), err.text()]).toEqual(['in\n', 'err\n']);
    expect(await runtime.state(id)).toMatchObject({ id, status: 'stopped' });
    await runtime.delete(id);
    expect(here.remains.now()).toEqual([]);
  });

  it('tells any number of waiters the same, whenever they come', async () => {
    const runtime = await here.runtime({ waiting });
    const id = here.id();
    await runtime.create(id, await here.bundle(sh('exit 4')));
    const early = Array.from({ length: 20 }, () => end(runtime, id));
    await runtime.start(id);
    const first = await early[0];
    expect(await Promise.all(early)).toEqual(early.map(() => first));
    expect(await end(runtime, id)).toEqual(first);
    if (first) expect(first.exitCode).toBe(4);
    await runtime.delete(id);
    await failure('ERR_CONTAINER_NOT_FOUND', runtime.wait(id));
  });

  it('stops the waiting alone when a wait is aborted', async () => {
    const runtime = await here.runtime({ waiting });
    const id = here.id();
    await runtime.create(id, await here.bundle(['sleep', '1000']));
    const other = end(runtime, id);
    await runtime.start(id);
    const reason = new Error('enough');
    const stop = new AbortController();
    const waiting_ = runtime.wait(id, { signal: stop.signal });
    stop.abort(reason);
    expect(await failure('ERR_ABORTED', waiting_)).toMatchObject({ cause: reason, id, verb: 'wait' });
    await failure('ERR_ABORTED', runtime.wait(id, { signal: AbortSignal.abort() }));
    expect(await runtime.state(id)).toMatchObject({ status: 'running' });
    await runtime.kill(id, 'SIGKILL');
    const status = await other;
    if (status) expect(status).toMatchObject({ exitCode: 137, signal: 'SIGKILL', oomKilled: false });
    await runtime.delete(id);
  });

  it('delivers all output before wait settles', async () => {
    const runtime = await here.runtime({ waiting });
    const id = here.id();
    const out = gather();
    await runtime.create(id, await here.bundle(['seq', '1', '20000']), { stdout: out.sink });
    await runtime.start(id);
    await end(runtime, id);
    expect(out.text()).toBe(Array.from({ length: 20_000 }, (_, i) => `${i + 1}\n`).join(''));
    await runtime.delete(id);
  });

  it('refuses to start what is missing, runs, or has ended', async () => {
    const runtime = await here.runtime({ waiting });
    const id = here.id();
    await failure('ERR_CONTAINER_NOT_FOUND', runtime.start(id));
    await runtime.create(id, await here.bundle(['sleep', '1000']));
    await failure('ERR_ABORTED', runtime.start(id, { signal: AbortSignal.abort() }));
    expect(await runtime.state(id)).toMatchObject({ status: 'created' });
    await runtime.start(id);
    await failure('ERR_WRONG_STATE', runtime.start(id));
    await runtime.kill(id, 'SIGKILL');
    await until(async () => (await runtime.state(id)).status === 'stopped');
    await failure('ERR_WRONG_STATE', runtime.start(id));
    await runtime.delete(id);
  });

  it('refuses to create a second container of an id, and creates it once the first is deleted', async () => {
    const runtime = await here.runtime({ waiting });
    const id = here.id();
    const bundle = await here.bundle(['sleep', '1000']);
    await runtime.create(id, bundle);
    await failure('ERR_CONTAINER_EXISTS', runtime.create(id, bundle));
    await failure('ERR_CONTAINER_EXISTS', runtime.run(id, bundle));
    await runtime.delete(id);
    await runtime.create(id, bundle);
    await runtime.delete(id);
    expect(here.remains.now()).toEqual([]);
  });

  it('rejects ERR_EXEC_FAILED at create for a program that is not there, and leaves nothing', async () => {
    const runtime = await here.runtime({ waiting });
    const id = here.id();
    await failure('ERR_EXEC_FAILED', runtime.create(id, await here.bundle(['no-such-program'])));
    await failure('ERR_CONTAINER_NOT_FOUND', runtime.state(id));
    expect(here.remains.now()).toEqual([]);
  });

  it('leaves nothing of a create that is aborted, before it or under way', async () => {
    const runtime = await here.runtime({ waiting });
    const bundle = await here.bundle(['sleep', '1000']);
    const reason = new Error('not now');
    const early = await failure(
      'ERR_ABORTED',
      runtime.create(here.id(), bundle, { signal: AbortSignal.abort(reason) }),
    );
    expect(early).toMatchObject({ cause: reason, verb: 'create' });
    for (const ms of [1, 4, 8, 12, 16]) {
      const stop = new AbortController();
      const creating = runtime.create(here.id(), bundle, { signal: stop.signal });
      setTimeout(() => stop.abort(reason), ms);
      expect(await failure('ERR_ABORTED', creating)).toMatchObject({ cause: reason });
      expect(here.remains.now()).toEqual([]);
    }
  });

  it('ends and tells waiters when a created container is deleted before its start', async () => {
    const runtime = await here.runtime({ waiting });
    const id = here.id();
    await runtime.create(id, await here.bundle(['true']));
    const waited = end(runtime, id);
    await runtime.delete(id);
    const status = await waited;
    if (status) expect(status).toMatchObject({ exitCode: 137, signal: 'SIGKILL', oomKilled: false });
    expect(status?.startedAt).toBeUndefined();
  });

  it('lets another object of the program see the container, and its status where waitAny is true', async () => {
    const runtime = await here.runtime({ waiting });
    const other = await here.runtime({ waiting });
    const id = here.id();
    await runtime.create(id, await here.bundle(sh('sleep 1000; exit 9')));
    expect(await other.state(id)).toMatchObject({ id, status: 'created' });
    await other.start(id);
    expect((await other.list()).filter((state) => state.id === id)).toEqual([await runtime.state(id)]);
    await failure('ERR_CONTAINER_NOT_FOUND', other.wait(here.id()));
    expect((await other.exec(id, here.process(sh('exit 6')))).exitCode).toBe(6);
    await failure('ERR_WRONG_STATE', runtime.delete(id));
    const seen = other.capabilities.waitAny ? other.wait(id) : failure('ERR_STATUS_LOST', other.wait(id));
    if (!other.capabilities.waitAny) expect(other.capabilities.reasons.waitAny).toEqual(expect.any(String));
    await other.exec(id, here.process(['pkill', '-f', '^sleep 1000']));
    const status = await end(runtime, id);
    if (status) expect(status.exitCode).toBe(9);
    if (other.capabilities.waitAny) expect(await seen).toMatchObject({ exitCode: 9, signal: null });
    else await seen;
    await other.delete(id);
    await failure('ERR_CONTAINER_NOT_FOUND', runtime.delete(id));
  });

  it('creates an id anew that another object deleted', async () => {
    const runtime = await here.runtime({ waiting });
    const other = await here.runtime({ waiting });
    const id = here.id();
    const bundle = await here.bundle(['sleep', '1000']);
    for (let i = 0; i < 2; i++) {
      await runtime.create(id, bundle);
      const ended = end(runtime, id);
      await other.delete(id, { force: true });
      await ended;
    }
    await failure('ERR_CONTAINER_NOT_FOUND', runtime.delete(id));
    await runtime.create(id, bundle);
    await runtime.delete(id);
    expect(here.remains.now()).toEqual([]);
  });
});
