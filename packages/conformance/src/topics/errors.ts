import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ContractTest, topic } from '../suite/topic.ts';
import { gather } from '../world/gather.ts';

/** By which `isRuntimeError` of `@caisson/errors` knows one, across installed versions. */
const brand = Symbol.for('@caisson/errors:RuntimeError');

export const errors: readonly ContractTest[] = topic('errors', (it) => {
  it('an error is a RuntimeError, with the runtime’s name and the container’s id', {}, async (here) => {
    const id = here.id();
    const error = await here.refused(here.runtime.state(id), 'ERR_CONTAINER_NOT_FOUND');
    assert.ok(brand in error, 'isRuntimeError of @caisson/errors does not know it');
    assert.deepEqual([error.runtime, error.id], [here.runtime.name, id]);
    assert.notEqual(error.message, '');
  });

  for (const verb of ['start', 'state', 'wait', 'delete'] as const) {
    const capabilities = verb === 'start' ? (['create'] as const) : [];
    it(`${verb} of an id that is not there is ERR_CONTAINER_NOT_FOUND`, { capabilities }, async (here) => {
      await here.refused(here.runtime[verb](here.id()), 'ERR_CONTAINER_NOT_FOUND');
    });
  }

  it('kill of an id that is not there is ERR_CONTAINER_NOT_FOUND', {}, async (here) => {
    await here.refused(here.runtime.kill(here.id(), 'SIGTERM'), 'ERR_CONTAINER_NOT_FOUND');
  });

  it('exec in an id that is not there is ERR_CONTAINER_NOT_FOUND', { programs: ['exit'] }, async (here) => {
    const exec = here.runtime.exec(here.id(), here.process({ does: 'exit', code: 0 }));
    await here.refused(exec, 'ERR_CONTAINER_NOT_FOUND');
  });

  it('run of an id that is taken is ERR_CONTAINER_EXISTS, and what is there lives on', {
    programs: ['run', 'exit'],
  }, async (here) => {
    const { id, ended } = await here.running({ does: 'run' });
    const again = here.later(here.runtime.run(id, await here.bundle({ does: 'exit', code: 0 })));
    await here.refused(again, 'ERR_CONTAINER_EXISTS');
    await here.notNow('the end of the first', ended);
    assert.equal((await here.runtime.state(id)).status, 'running');
  });

  it('create of an id that is taken is ERR_CONTAINER_EXISTS, and what is there lives on', {
    programs: ['run', 'exit'],
    capabilities: ['create'],
  }, async (here) => {
    const { id, ended } = await here.running({ does: 'run' });
    await here.refused(
      here.runtime.create(id, await here.bundle({ does: 'exit', code: 0 })),
      'ERR_CONTAINER_EXISTS',
    );
    await here.notNow('the end of the first', ended);
    assert.equal((await here.runtime.state(id)).status, 'running');
  });

  it('start of a container that runs is ERR_WRONG_STATE', {
    programs: ['run'],
    capabilities: ['create'],
  }, async (here) => {
    const { id } = await here.running({ does: 'run' });
    await here.refused(here.runtime.start(id), 'ERR_WRONG_STATE');
  });

  it('delete of a container that runs is ERR_WRONG_STATE, and it runs on', {
    programs: ['run'],
  }, async (here) => {
    const { id, ended } = await here.running({ does: 'run' });
    await here.refused(here.runtime.delete(id), 'ERR_WRONG_STATE');
    await here.notNow('the end of run', ended);
    assert.equal((await here.runtime.state(id)).status, 'running');
  });

  it('kill of a container that has ended is ERR_CONTAINER_NOT_RUNNING', {
    programs: ['exit'],
    capabilities: ['create'],
  }, async (here) => {
    const id = here.id();
    await here.soon('create', here.runtime.create(id, await here.bundle({ does: 'exit', code: 0 })));
    await here.soon('start', here.runtime.start(id));
    await here.until('the container’s end', async () => (await here.runtime.state(id)).status === 'stopped');
    await here.refused(here.runtime.kill(id, 'SIGTERM'), 'ERR_CONTAINER_NOT_RUNNING');
  });

  it('a bundle that is not there is ERR_INVALID_SPEC', {}, async (here) => {
    const run = here.runtime.run(here.id(), join(await here.dir(), 'nowhere'));
    await here.refused(here.later(run), 'ERR_INVALID_SPEC');
  });

  it('a config.json that is no JSON is ERR_INVALID_SPEC', { programs: ['exit'] }, async (here) => {
    const bundle = await here.bundle({ does: 'exit', code: 0 });
    await writeFile(join(bundle, 'config.json'), '{ "ociVersion": ');
    await here.refused(here.later(here.runtime.run(here.id(), bundle)), 'ERR_INVALID_SPEC');
  });

  it('a program that is not there is ERR_EXEC_FAILED, not an exit', {
    programs: ['missing'],
  }, async (here) => {
    const bundle = await here.bundle({ does: 'missing' });
    await here.refused(here.later(here.runtime.run(here.id(), bundle)), 'ERR_EXEC_FAILED');
  });

  it('an id whose run failed to begin is free', { programs: ['missing', 'print'] }, async (here) => {
    const id = here.id();
    const failed = here.later(here.runtime.run(id, await here.bundle({ does: 'missing' })));
    await here.refused(failed, 'ERR_EXEC_FAILED');
    await here.refused(here.runtime.state(id), 'ERR_CONTAINER_NOT_FOUND');
    const out = gather();
    const bundle = await here.bundle({ does: 'print', stdout: 'free' });
    await here.soon('the end of run', here.runtime.run(id, bundle, { stdout: out.sink }));
    assert.equal(out.text(), 'free');
  });

  it('a process without arguments, or with a relative directory, is ERR_INVALID_SPEC', {
    programs: ['run', 'exit'],
  }, async (here) => {
    const { id } = await here.running({ does: 'run' });
    const process = here.process({ does: 'exit', code: 0 });
    for (const wrong of [
      { ...process, args: [] },
      { ...process, cwd: 'relative' },
    ]) {
      await here.refused(here.runtime.exec(id, wrong), 'ERR_INVALID_SPEC');
    }
  });
});
