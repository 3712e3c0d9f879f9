import assert from 'node:assert/strict';
import { type ContractTest, topic } from '../suite/topic.ts';
import { gather } from '../world/gather.ts';

export const exec: readonly ContractTest[] = topic('exec', (it) => {
  it('exec tells its process’s exit code, whatever it is', { programs: ['run', 'exit'] }, async (here) => {
    const { id } = await here.running({ does: 'run' });
    for (const code of [0, 1, 42, 127, 255]) {
      const status = await here.soon('exec', here.runtime.exec(id, here.process({ does: 'exit', code })));
      assert.equal(status.exitCode, code);
    }
  });

  it('exec tells that a process exited by itself, be its code a signal’s', {
    programs: ['run', 'exit'],
  }, async (here) => {
    const { id } = await here.running({ does: 'run' });
    const exec = here.runtime.exec(id, here.process({ does: 'exit', code: 137 }));
    const { exitCode, signal } = await here.soon('exec', exec);
    const told = here.can('exactSignals') ? null : 'unknown';
    assert.deepEqual({ exitCode, signal }, { exitCode: 137, signal: told });
  });

  it('exec gives all that its process wrote, and its input to it', {
    programs: ['run', 'print', 'echo'],
  }, async (here) => {
    const { id } = await here.running({ does: 'run' });
    const [out, err, echoed] = [gather(), gather(), gather()];
    const print = here.process({ does: 'print', stdout: 'to out', stderr: 'to err' });
    await here.soon('exec', here.runtime.exec(id, print, { stdout: out.sink, stderr: err.sink }));
    assert.deepEqual([out.text(), err.text()], ['to out', 'to err']);
    const echo = here.process({ does: 'echo' });
    await here.soon('exec', here.runtime.exec(id, echo, { stdin: 'and back', stdout: echoed.sink }));
    assert.equal(echoed.text(), 'and back');
  });

  it('exec settles at its own process’s exit, whoever still holds its pipes', {
    programs: ['run', 'leave'],
  }, async (here) => {
    const { id } = await here.running({ does: 'run' });
    const [out, err] = [gather(), gather()];
    const leave = here.process({ does: 'leave', code: 3 });
    const exec = here.later(here.runtime.exec(id, leave, { stdout: out.sink, stderr: err.sink }));
    assert.equal((await here.soon('exec', exec)).exitCode, 3);
  });

  it('exec’s process has the environment that it is given', { programs: ['run', 'show'] }, async (here) => {
    const { id } = await here.running({ does: 'run' });
    const [out, process] = [gather(), here.process({ does: 'show', variable: 'CONFORMANCE' })];
    const given = { ...process, env: [...(process.env ?? []), 'CONFORMANCE=as given'] };
    await here.soon('exec', here.runtime.exec(id, given, { stdout: out.sink }));
    assert.equal(out.text(), 'as given');
  });

  it('exec’s process has the working directory that it is given', {
    programs: ['run', 'where'],
  }, async (here) => {
    const { id } = await here.running({ does: 'run' });
    for (const cwd of ['/', '/tmp']) {
      const out = gather();
      const process = { ...here.process({ does: 'where' }), cwd };
      await here.soon('exec', here.runtime.exec(id, process, { stdout: out.sink }));
      assert.equal(out.text(), `${cwd}\n`);
    }
  });

  it('exec leaves its argument as it was', { programs: ['run', 'exit'] }, async (here) => {
    const { id } = await here.running({ does: 'run' });
    const process = here.process({ does: 'exit', code: 0 });
    const before = JSON.stringify(process);
    await here.soon('exec', here.runtime.exec(id, process));
    assert.equal(JSON.stringify(process), before);
  });

  it('the end of an exec’d process leaves the container running', {
    programs: ['run', 'exit'],
  }, async (here) => {
    const { id } = await here.running({ does: 'run' });
    await here.soon('exec', here.runtime.exec(id, here.process({ does: 'exit', code: 1 })));
    await here.moment();
    assert.equal((await here.runtime.state(id)).status, 'running');
  });

  it('the container’s end ends what was exec’d, with its status', { programs: ['run'] }, async (here) => {
    const { id, ended } = await here.running({ does: 'run' });
    const { promise: started, resolve: onStarted } = Promise.withResolvers<unknown>();
    const exec = here.later(here.runtime.exec(id, here.process({ does: 'run' }), { onStarted }));
    await here.soon('onStarted', started);
    await here.soon('kill', here.runtime.kill(id, 'SIGKILL'));
    assert.equal((await here.soon('exec', exec)).exitCode, 137);
    await here.soon('the end of run', ended);
  });

  it('exec’s status says when it started and when its end was learnt', {
    programs: ['run', 'sleep'],
  }, async (here) => {
    const { id } = await here.running({ does: 'run' });
    const exec = here.runtime.exec(id, here.process({ does: 'sleep', ms: 400, code: 0 }));
    const { startedAt, finishedAt } = await here.soon('exec', exec);
    assert.ok(startedAt instanceof Date && finishedAt instanceof Date, 'both are Dates');
    assert.ok(startedAt < finishedAt, `${startedAt.toISOString()} is before ${finishedAt.toISOString()}`);
  });

  it('exec in a container that has ended is refused', {
    programs: ['exit'],
    capabilities: ['create'],
  }, async (here) => {
    const id = here.id();
    await here.soon('create', here.runtime.create(id, await here.bundle({ does: 'exit', code: 0 })));
    await here.soon('start', here.runtime.start(id));
    await here.until('the container’s end', async () => (await here.runtime.state(id)).status === 'stopped');
    await here.refused(
      here.runtime.exec(id, here.process({ does: 'exit', code: 0 })),
      'ERR_CONTAINER_NOT_RUNNING',
    );
  });

  it('exec of a program that is not there is ERR_EXEC_FAILED, and the container lives on', {
    programs: ['run', 'missing'],
  }, async (here) => {
    const { id } = await here.running({ does: 'run' });
    await here.refused(here.runtime.exec(id, here.process({ does: 'missing' })), 'ERR_EXEC_FAILED');
    assert.equal((await here.runtime.state(id)).status, 'running');
  });
});
