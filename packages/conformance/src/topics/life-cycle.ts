import assert from 'node:assert/strict';
import { type ContractTest, topic } from '../suite/topic.ts';
import { gather } from '../world/gather.ts';

export const lifeCycle: readonly ContractTest[] = topic('life cycle', (it) => {
  it('run tells the program’s exit code, whatever it is', { programs: ['exit'] }, async (here) => {
    for (const code of [0, 1, 42, 127, 255]) {
      const run = here.runtime.run(here.id(), await here.bundle({ does: 'exit', code }));
      assert.equal((await here.soon('the end of run', run)).exitCode, code);
    }
  });

  it('run tells that a program exited by itself, be its code a signal’s', {
    programs: ['exit'],
  }, async (here) => {
    for (const code of [3, 137, 143]) {
      const run = here.runtime.run(here.id(), await here.bundle({ does: 'exit', code }));
      const { exitCode, signal } = await here.soon('the end of run', run);
      const told = code > 128 && !here.can('exactSignals') ? 'unknown' : null;
      assert.deepEqual({ exitCode, signal }, { exitCode: code, signal: told });
    }
  });

  it('run tells the signal that ended its program, with 128 + n as exit code', {
    programs: ['run'],
  }, async (here) => {
    const { id, ended } = await here.running({ does: 'run' });
    await here.soon('kill', here.runtime.kill(id, 'SIGKILL'));
    const { exitCode, signal } = await here.soon('the end of run', ended);
    const told = here.can('exactSignals') ? 'SIGKILL' : 'unknown';
    assert.deepEqual({ exitCode, signal }, { exitCode: 137, signal: told });
  });

  it('run’s status says when it started and when its end was learnt', {
    programs: ['sleep'],
  }, async (here) => {
    const before = Date.now();
    // Longer than a busy machine takes to hear that the program began.
    const bundle = await here.bundle({ does: 'sleep', ms: 400, code: 0 });
    const { startedAt, finishedAt } = await here.soon('the end of run', here.runtime.run(here.id(), bundle));
    assert.ok(startedAt instanceof Date, 'startedAt is a Date');
    assert.ok(finishedAt instanceof Date, 'finishedAt is a Date');
    const order = [before, startedAt.getTime(), finishedAt.getTime(), Date.now()];
    // A clock of its own may be set a little otherwise, but a start is before its end.
    assert.ok(startedAt < finishedAt, `${startedAt.toISOString()} is before ${finishedAt.toISOString()}`);
    assert.deepEqual(
      order.toSorted((a, b) => a - b),
      order,
    );
  });

  it('run settles when its container is gone', { programs: ['exit'] }, async (here) => {
    const id = here.id();
    await here.soon('the end of run', here.runtime.run(id, await here.bundle({ does: 'exit', code: 1 })));
    await here.refused(here.runtime.state(id), 'ERR_CONTAINER_NOT_FOUND');
  });

  it('run makes an id free again', { programs: ['exit'] }, async (here) => {
    const id = here.id();
    for (const code of [1, 2]) {
      const run = here.runtime.run(id, await here.bundle({ does: 'exit', code }));
      assert.equal((await here.soon('the end of run', run)).exitCode, code);
    }
  });

  it('run runs one bundle any number of times', { programs: ['print'] }, async (here) => {
    const bundle = await here.bundle({ does: 'print', stdout: 'again', code: 4 });
    for (let i = 0; i < 2; i++) {
      const out = gather();
      const run = here.runtime.run(here.id(), bundle, { stdout: out.sink });
      assert.equal((await here.soon('the end of run', run)).exitCode, 4);
      assert.equal(out.text(), 'again');
    }
  });

  it('create makes a container whose program waits for start', {
    programs: ['print'],
    capabilities: ['create'],
  }, async (here) => {
    const [id, out] = [here.id(), gather()];
    const bundle = await here.bundle({ does: 'print', stdout: 'began' });
    await here.soon('create', here.runtime.create(id, bundle, { stdout: out.sink }));
    await here.moment();
    assert.equal(out.text(), '');
    assert.equal((await here.runtime.state(id)).status, 'created');
    await here.soon('start', here.runtime.start(id));
    await here.until('the program’s output', () => out.text() === 'began');
  });

  it('start settles while the program runs', {
    programs: ['run'],
    capabilities: ['create'],
  }, async (here) => {
    const id = here.id();
    await here.soon('create', here.runtime.create(id, await here.bundle({ does: 'run' })));
    await here.soon('start', here.runtime.start(id));
    assert.equal((await here.runtime.state(id)).status, 'running');
  });

  it('a container that has ended is there, stopped, until it is deleted', {
    programs: ['exit'],
    capabilities: ['create'],
  }, async (here) => {
    const id = here.id();
    await here.soon('create', here.runtime.create(id, await here.bundle({ does: 'exit', code: 0 })));
    await here.soon('start', here.runtime.start(id));
    const stopped = async () => (await here.runtime.state(id)).status === 'stopped';
    await here.until('the container’s end', stopped);
    await here.moment();
    assert.ok(await stopped(), 'it stays');
    await here.soon('delete', here.runtime.delete(id));
    await here.refused(here.runtime.state(id), 'ERR_CONTAINER_NOT_FOUND');
  });

  it('delete removes a container that was never started', {
    programs: ['run'],
    capabilities: ['create'],
  }, async (here) => {
    const id = here.id();
    await here.soon('create', here.runtime.create(id, await here.bundle({ does: 'run' })));
    await here.soon('delete', here.runtime.delete(id));
    await here.refused(here.runtime.state(id), 'ERR_CONTAINER_NOT_FOUND');
  });

  it('delete with force ends and removes a container that runs', { programs: ['run'] }, async (here) => {
    const { id, ended } = await here.running({ does: 'run' });
    await here.soon('delete', here.runtime.delete(id, { force: true }));
    await here.refused(here.runtime.state(id), 'ERR_CONTAINER_NOT_FOUND');
    await here.soon('the end of run', ended);
  });

  it('whoever waits for what delete ends with force is told how it ended', {
    programs: ['run'],
  }, async (here) => {
    const { id, ended } = await here.running({ does: 'run' });
    await here.soon('delete', here.runtime.delete(id, { force: true }));
    assert.equal((await here.soon('the end of run', ended)).exitCode, 137);
  });

  it('delete with force of an id that is not there succeeds', {}, async (here) => {
    await here.soon('delete', here.runtime.delete(here.id(), { force: true }));
  });

  it('members use no `this`', { programs: ['print'] }, async (here) => {
    const { run, list } = here.runtime;
    const out = gather();
    const bundle = await here.bundle({ does: 'print', stdout: 'free' });
    await here.soon('the end of run', run(here.id(), bundle, { stdout: out.sink }));
    assert.equal(out.text(), 'free');
    assert.ok(Array.isArray(await here.soon('list', list())), 'list gives an array');
  });
});
