import assert from 'node:assert/strict';
import type { Runtime, RuntimeError } from '@caisson/core';
import { type ContractTest, topic } from '../suite/topic.ts';
import { gather } from '../world/gather.ts';
import type { World } from '../world/world.ts';

const reason = new Error('no longer wanted');

/** It must reject, for this reason. */
const aborted = async (here: World, work: Promise<unknown>): Promise<RuntimeError> => {
  const error = await here.refused(work, 'ERR_ABORTED');
  assert.equal(error.cause, reason);
  return error;
};

const gone = (here: World, id: string): Promise<unknown> =>
  here.refused(here.runtime.state(id), 'ERR_CONTAINER_NOT_FOUND');

export const abort: readonly ContractTest[] = topic('abort', (it) => {
  it('a call whose signal is aborted already rejects with ERR_ABORTED and the reason', {
    programs: ['run', 'exit'],
  }, async (here) => {
    const signal = AbortSignal.abort(reason);
    const { id, ended } = await here.running({ does: 'run' });
    const bundle = await here.bundle({ does: 'exit', code: 0 });
    const calls: readonly ((runtime: Runtime) => Promise<unknown>)[] = [
      (runtime) => runtime.run(here.id(), bundle, { signal }),
      (runtime) => runtime.wait(id, { signal }),
      (runtime) => runtime.exec(id, here.process({ does: 'exit', code: 0 }), { signal }),
      (runtime) => runtime.kill(id, 'SIGKILL', { signal }),
      (runtime) => runtime.delete(id, { force: true, signal }),
      (runtime) => runtime.state(id, { signal }),
      (runtime) => runtime.list({ signal }),
      (runtime) => runtime.prepare({ ociVersion: '1.2.0' }, { signal }),
    ];
    for (const call of calls) await aborted(here, here.later(call(here.runtime)));
    await here.notNow('the end of the container', ended);
  });

  it('a run whose signal is aborted already starts nothing', { programs: ['print'] }, async (here) => {
    const [id, out] = [here.id(), gather()];
    const bundle = await here.bundle({ does: 'print', stdout: 'began' });
    const run = here.runtime.run(id, bundle, { stdout: out.sink, signal: AbortSignal.abort(reason) });
    await Promise.allSettled([here.soon('the refusal', here.later(run))]);
    await here.moment();
    assert.equal(out.text(), '');
    await gone(here, id);
  });

  it('an aborted run kills its program, and rejects when the container is gone', {
    programs: ['ignore'],
  }, async (here) => {
    const abort = new AbortController();
    const { id, ended } = await here.running({ does: 'ignore', signal: 'SIGTERM' }, { signal: abort.signal });
    abort.abort(reason);
    await aborted(here, ended);
    await gone(here, id);
  });

  it('an aborted run’s error has the status of what it ended', { programs: ['run'] }, async (here) => {
    const abort = new AbortController();
    const { ended } = await here.running({ does: 'run' }, { signal: abort.signal });
    abort.abort(reason);
    const { status } = await here.refused(ended, 'ERR_ABORTED');
    assert.equal(status?.exitCode, 137);
  });

  it('an aborted run asks with its stop signal first', { programs: ['handle'] }, async (here) => {
    const abort = new AbortController();
    const options = { signal: abort.signal, stop: { signal: 'SIGTERM', graceMs: 600_000 } } as const;
    const { id, ended } = await here.running({ does: 'handle', signal: 'SIGTERM', code: 5 }, options);
    abort.abort(reason);
    const { status } = await here.refused(ended, 'ERR_ABORTED');
    assert.equal(status?.exitCode, 5);
    await gone(here, id);
  });

  it('a program that does not heed the stop signal is killed after the grace', {
    programs: ['ignore'],
  }, async (here) => {
    const abort = new AbortController();
    const options = { signal: abort.signal, stop: { signal: 'SIGTERM', graceMs: 30 } } as const;
    const { id, ended } = await here.running({ does: 'ignore', signal: 'SIGTERM' }, options);
    abort.abort(reason);
    const { status } = await here.refused(ended, 'ERR_ABORTED');
    assert.equal(status?.exitCode, 137);
    await gone(here, id);
  });

  it('a run is aborted while it is being created', { programs: ['run'] }, async (here) => {
    const [id, abort] = [here.id(), new AbortController()];
    const run = here.later(
      here.runtime.run(id, await here.bundle({ does: 'run' }), { signal: abort.signal }),
    );
    abort.abort(reason);
    await aborted(here, run);
    await gone(here, id);
  });

  it('a run is aborted from inside its onCreated', {
    programs: ['print'],
    capabilities: ['create'],
  }, async (here) => {
    const [id, abort, out] = [here.id(), new AbortController(), gather()];
    const options = { signal: abort.signal, stdout: out.sink, onCreated: () => abort.abort(reason) };
    const bundle = await here.bundle({ does: 'print', stdout: 'began' });
    await aborted(here, here.later(here.runtime.run(id, bundle, options)));
    await gone(here, id);
    assert.equal(out.text(), '');
  });

  it('a run is aborted from inside its onStarted', { programs: ['run'] }, async (here) => {
    const [id, abort] = [here.id(), new AbortController()];
    const options = { signal: abort.signal, onStarted: () => abort.abort(reason) };
    await aborted(here, here.later(here.runtime.run(id, await here.bundle({ does: 'run' }), options)));
    await gone(here, id);
  });

  it('an aborted exec ends its process, and the container lives on', {
    programs: ['run', 'ignore'],
  }, async (here) => {
    const { id, ended } = await here.running({ does: 'run' });
    const [abort, out] = [new AbortController(), gather()];
    const process = here.process({ does: 'ignore', signal: 'SIGTERM' });
    const exec = here.later(here.runtime.exec(id, process, { signal: abort.signal, stdout: out.sink }));
    await here.until('its readiness', () => out.text() === 'ready\n');
    abort.abort(reason);
    await aborted(here, exec);
    await here.notNow('the end of the container', ended);
  });

  it('an aborted exec asks with its stop signal first', { programs: ['run', 'handle'] }, async (here) => {
    const { id } = await here.running({ does: 'run' });
    const [abort, out] = [new AbortController(), gather()];
    const process = here.process({ does: 'handle', signal: 'SIGTERM', code: 5 });
    const stop = { signal: 'SIGTERM', graceMs: 600_000 } as const;
    const exec = here.later(here.runtime.exec(id, process, { signal: abort.signal, stdout: out.sink, stop }));
    await here.until('its readiness', () => out.text() === 'ready\n');
    abort.abort(reason);
    assert.equal((await here.refused(exec, 'ERR_ABORTED')).status?.exitCode, 5);
  });

  it('nothing of an aborted exec lives on, its children neither', {
    programs: ['run', 'family'],
    capabilities: ['processes'],
  }, async (here) => {
    const { id } = await here.running({ does: 'run' });
    const count = async () => (await here.soon('processes', here.runtime.processes(id))).length;
    const [before, abort, out] = [await count(), new AbortController(), gather()];
    const exec = here.later(
      here.runtime.exec(id, here.process({ does: 'family' }), { signal: abort.signal, stdout: out.sink }),
    );
    await here.until('both', () => out.lines().length === 2);
    abort.abort(reason);
    await aborted(here, exec);
    await here.until('their end', async () => (await count()) === before);
  });

  it('an aborted create leaves no container', {
    programs: ['run'],
    capabilities: ['create'],
  }, async (here) => {
    const [id, abort] = [here.id(), new AbortController()];
    const create = here.later(
      here.runtime.create(id, await here.bundle({ does: 'run' }), { signal: abort.signal }),
    );
    abort.abort(reason);
    await aborted(here, create);
    await gone(here, id);
  });

  it('a signal that is aborted after the end changes nothing, be the id in use again', {
    programs: ['exit', 'run'],
  }, async (here) => {
    const [id, abort] = [here.id(), new AbortController()];
    const bundle = await here.bundle({ does: 'exit', code: 2 });
    await here.soon('the end of run', here.runtime.run(id, bundle, { signal: abort.signal }));
    const { ended } = await here.running({ does: 'run' }, { id });
    abort.abort(reason);
    await here.notNow('the end of the other', ended);
  });
});
