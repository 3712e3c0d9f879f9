import assert from 'node:assert/strict';
import type { Started, State } from '@caisson/core';
import { type ContractTest, topic } from '../suite/topic.ts';
import { gather } from '../world/gather.ts';

export const hooks: readonly ContractTest[] = topic('hooks', (it) => {
  it('onCreated is told the state of the container, created', {
    programs: ['exit'],
    capabilities: ['create'],
  }, async (here) => {
    const id = here.id();
    const seen: State[] = [];
    const bundle = await here.bundle({ does: 'exit', code: 0 });
    const onCreated = (state: State) => void seen.push(state);
    await here.soon('the end of run', here.runtime.run(id, bundle, { onCreated }));
    assert.deepEqual(
      seen.map((state) => [state.id, state.status]),
      [[id, 'created']],
    );
  });

  it('the program does not begin before onCreated has settled', {
    programs: ['print'],
    capabilities: ['create'],
  }, async (here) => {
    const out = gather();
    const seen: string[] = [];
    const onCreated = async () => {
      await here.moment();
      seen.push(out.text());
    };
    const bundle = await here.bundle({ does: 'print', stdout: 'began' });
    await here.soon('the end of run', here.runtime.run(here.id(), bundle, { stdout: out.sink, onCreated }));
    assert.deepEqual([...seen, out.text()], ['', 'began']);
  });

  it('a rejection of onCreated rejects run, with the same error', {
    programs: ['exit'],
    capabilities: ['create'],
  }, async (here) => {
    const error = new Error('not today');
    const onCreated = () => Promise.reject(error);
    const run = here.runtime.run(here.id(), await here.bundle({ does: 'exit', code: 0 }), { onCreated });
    assert.equal(
      await here.soon(
        'the end of run',
        run.then(String, (reason: unknown) => reason),
      ),
      error,
    );
  });

  it('a rejection of onCreated deletes the container, and its program never begins', {
    programs: ['print'],
    capabilities: ['create'],
  }, async (here) => {
    const [id, out] = [here.id(), gather()];
    const onCreated = () => Promise.reject(new Error('not today'));
    const bundle = await here.bundle({ does: 'print', stdout: 'began' });
    const run = here.runtime.run(id, bundle, { stdout: out.sink, onCreated });
    await here.soon('the end of run', Promise.allSettled([run]));
    await here.refused(here.runtime.state(id), 'ERR_CONTAINER_NOT_FOUND');
    assert.equal(out.text(), '');
  });

  it('onStarted of run is told the id, and init’s pid as state tells it', {
    programs: ['run'],
  }, async (here) => {
    const { id, started } = await here.running({ does: 'run' });
    const { pid } = await here.soon('state', here.runtime.state(id));
    assert.deepEqual([started.id, started.hostPid ?? started.pid], [id, pid]);
  });

  it('onStarted of run is called once', { programs: ['sleep'] }, async (here) => {
    const seen: Started[] = [];
    const onStarted = (started: Started) => void seen.push(started);
    const bundle = await here.bundle({ does: 'sleep', ms: 20, code: 0 });
    await here.soon('the end of run', here.runtime.run(here.id(), bundle, { onStarted }));
    await here.moment();
    assert.equal(seen.length, 1);
  });

  it('onStarted of run is called while its container runs', { programs: ['run'] }, async (here) => {
    const id = here.id();
    const statuses: string[] = [];
    const onStarted = async () => {
      statuses.push((await here.runtime.state(id)).status);
      await here.runtime.kill(id, 'SIGKILL');
    };
    const run = here.later(here.runtime.run(id, await here.bundle({ does: 'run' }), { onStarted }));
    await here.soon('the end of run', run);
    assert.deepEqual(statuses, ['running']);
  });

  it('run does not settle before its onStarted, be its program long gone', {
    programs: ['exit'],
  }, async (here) => {
    const { promise: waited, resolve } = Promise.withResolvers<void>();
    const options = { onStarted: () => waited };
    const bundle = await here.bundle({ does: 'exit', code: 6 });
    const run = here.later(here.runtime.run(here.id(), bundle, options));
    try {
      await here.notNow('run', run);
    } finally {
      resolve();
    }
    assert.equal((await here.soon('the end of run', run)).exitCode, 6);
  });

  it('a rejection of onStarted kills the container and rejects run, with the same error', {
    programs: ['run'],
  }, async (here) => {
    const id = here.id();
    const error = new Error('not today');
    const onStarted = () => Promise.reject(error);
    const run = here.later(here.runtime.run(id, await here.bundle({ does: 'run' }), { onStarted }));
    assert.equal(
      await here.soon(
        'the end of run',
        run.then(String, (reason: unknown) => reason),
      ),
      error,
    );
    await here.refused(here.runtime.state(id), 'ERR_CONTAINER_NOT_FOUND');
  });

  it('onStarted of exec is told the id, and is called once', { programs: ['run', 'exit'] }, async (here) => {
    const { id } = await here.running({ does: 'run' });
    const seen: string[] = [];
    const onStarted = (started: Started) => void seen.push(started.id);
    await here.soon(
      'the end of exec',
      here.runtime.exec(id, here.process({ does: 'exit', code: 0 }), { onStarted }),
    );
    await here.moment();
    assert.deepEqual(seen, [id]);
  });

  it('exec does not settle before its onStarted, be its process long gone', {
    programs: ['run', 'exit'],
  }, async (here) => {
    const { id } = await here.running({ does: 'run' });
    const { promise: waited, resolve } = Promise.withResolvers<void>();
    const exec = here.later(
      here.runtime.exec(id, here.process({ does: 'exit', code: 6 }), { onStarted: () => waited }),
    );
    try {
      await here.notNow('exec', exec);
    } finally {
      resolve();
    }
    assert.equal((await here.soon('the end of exec', exec)).exitCode, 6);
  });

  it('a rejection of exec’s onStarted rejects exec, with the same error, and the container lives on', {
    programs: ['run'],
  }, async (here) => {
    const { id } = await here.running({ does: 'run' });
    const error = new Error('not today');
    const onStarted = () => Promise.reject(error);
    const exec = here.later(here.runtime.exec(id, here.process({ does: 'run' }), { onStarted }));
    assert.equal(
      await here.soon(
        'the end of exec',
        exec.then(String, (reason: unknown) => reason),
      ),
      error,
    );
    assert.equal((await here.runtime.state(id)).status, 'running');
  });
});
