import type { Started } from '@caisson/core';
import { describe, expect, it } from 'vitest';
import { kept, world } from './support/world.ts';

const here = await world();
const { runtime, bundle, process } = here;
const code = (expected: string) => ({ code: expected });

describe('create, start, wait and delete', () => {
  it('are run in four steps', async () => {
    const stdout = kept();
    const state = await runtime.create('steps', bundle(['print', 'hi']), { stdout: stdout.take });
    expect(state).toMatchObject({ id: 'steps', status: 'created', pid: expect.any(Number) });
    expect(stdout.text()).toBe('');
    await runtime.start('steps');
    const [one, two] = await Promise.all([runtime.wait('steps'), runtime.wait('steps')]);
    expect(one).toEqual(two);
    expect(await runtime.state('steps')).toMatchObject({ status: 'stopped' });
    expect(await runtime.state('steps')).not.toHaveProperty('pid');
    await runtime.delete('steps');
    expect(stdout.text()).toBe('hi');
  });

  it('keep to the order of states', async () => {
    await runtime.create('states', bundle(['forever']));
    await expect(runtime.create('states', bundle(['forever']))).rejects.toMatchObject(
      code('ERR_CONTAINER_EXISTS'),
    );
    await runtime.start('states');
    await expect(runtime.start('states')).rejects.toMatchObject(code('ERR_WRONG_STATE'));
    await expect(runtime.delete('states')).rejects.toMatchObject(code('ERR_WRONG_STATE'));
    await runtime.delete('states', { force: true });
    await expect(runtime.delete('states')).rejects.toMatchObject(code('ERR_CONTAINER_NOT_FOUND'));
    await expect(runtime.delete('states', { force: true })).resolves.toBeUndefined();
  });

  it('are seen by another runtime of the same host, and by no other', async () => {
    const [same, apart] = [await here.another(), await (await import('../src/index.ts')).memory()];
    await runtime.create('shared', bundle(['exit', '5']));
    expect((await same.list()).map(({ id }) => id)).toEqual(['shared']);
    expect(await apart.list()).toEqual([]);
    await same.start('shared');
    expect(await same.wait('shared')).toMatchObject({ exitCode: 5 });
    await same.delete('shared');
  });

  it('leave a created container to whoever deletes it when their runtime is closed', async () => {
    const own = await here.another();
    await own.create('left', bundle(['forever']));
    await own.close();
    expect(await runtime.state('left')).toMatchObject({ status: 'created' });
    await runtime.delete('left');
  });

  it('stop the waiting alone where wait is aborted', async () => {
    await runtime.create('waited', bundle(['forever']));
    await runtime.start('waited');
    const waiting = runtime.wait('waited', { signal: AbortSignal.abort('tired') });
    await expect(waiting).rejects.toMatchObject({ code: 'ERR_ABORTED', cause: 'tired' });
    expect(await runtime.state('waited')).toMatchObject({ status: 'running' });
    await runtime.delete('waited', { force: true });
  });
});

describe('kill', () => {
  it('does to a process what Linux would', async () => {
    const own = { linux: { namespaces: [{ type: 'pid' as const }] } };
    await runtime.create('plain', bundle(['forever']));
    await runtime.create('init', bundle(['forever'], own));
    for (const id of ['plain', 'init']) {
      await runtime.start(id);
      for (const signal of ['SIGCHLD', 'SIGTERM'] as const) await runtime.kill(id, signal);
    }
    expect(await runtime.wait('plain')).toMatchObject({ exitCode: 143, signal: 'SIGTERM' });
    expect(await runtime.state('init')).toMatchObject({ status: 'running' });
    await runtime.kill('init', 9);
    expect(await runtime.wait('init')).toMatchObject({ exitCode: 137, signal: 'SIGKILL', oomKilled: false });
    await expect(runtime.kill('init', 'SIGKILL')).rejects.toMatchObject(code('ERR_CONTAINER_NOT_RUNNING'));
    for (const id of ['plain', 'init']) await runtime.delete(id);
  });

  it('reaches one process, and all', async () => {
    await runtime.create('many', bundle(['forever']));
    await runtime.start('many');
    const first = Promise.withResolvers<Started>();
    const execs = [1, 2].map(() =>
      runtime.exec('many', process('forever'), { onStarted: (started) => first.resolve(started) }),
    );
    const { pid } = await first.promise;
    await runtime.kill('many', 'SIGUSR1', { pid });
    expect(await Promise.race(execs)).toMatchObject({ exitCode: 138, signal: 'SIGUSR1' });
    expect(await runtime.processes('many')).toHaveLength(2);
    await runtime.kill('many', 'SIGKILL', { all: true });
    await Promise.all(execs);
    await runtime.delete('many');
  });

  it('refuses what is no signal', async () => {
    await expect(runtime.kill('x', 'SIGNONE' as never)).rejects.toThrow(TypeError);
  });
});

describe('exec', () => {
  it('settles at its own process’s exit, and tells its output apart', async () => {
    await runtime.create('host', bundle(['forever']));
    await runtime.start('host');
    const stdout = kept();
    expect(await runtime.exec('host', process('exit', '9'))).toMatchObject({ exitCode: 9, signal: null });
    expect(await runtime.exec('host', process('leave'), { stdout: stdout.take })).toMatchObject({
      exitCode: 0,
    });
    await expect(runtime.exec('host', process('nonesuch'))).rejects.toMatchObject(code('ERR_EXEC_FAILED'));
    const aborted = runtime.exec('host', process('forever'), { signal: AbortSignal.timeout(1) });
    await expect(aborted).rejects.toMatchObject({ code: 'ERR_ABORTED', status: { exitCode: 137 } });
    await expect(runtime.exec('host', { args: [], cwd: '/' })).rejects.toMatchObject(
      code('ERR_INVALID_SPEC'),
    );
    await runtime.kill('host', 'SIGKILL');
    await runtime.wait('host');
    await expect(runtime.exec('host', process('exit'))).rejects.toMatchObject(
      code('ERR_CONTAINER_NOT_RUNNING'),
    );
    await runtime.delete('host', { force: true });
  });
});

describe('pause, update and stats', () => {
  it('hold the programs still, and let them go on', async () => {
    await runtime.create('paused', bundle(['cat']), { stdin: 'later' });
    await runtime.start('paused');
    await runtime.pause('paused');
    expect(await runtime.state('paused')).toMatchObject({ status: 'paused' });
    await expect(runtime.exec('paused', process('exit'))).rejects.toMatchObject(code('ERR_WRONG_STATE'));
    await runtime.resume('paused');
    await expect(runtime.resume('paused')).rejects.toMatchObject(code('ERR_WRONG_STATE'));
    expect(await runtime.wait('paused')).toMatchObject({ exitCode: 0 });
    await runtime.delete('paused');
  });

  it('change limits, and tell usage', async () => {
    const linux = { resources: { memory: { limit: 1000, swap: 1000 } } };
    await runtime.create('limits', bundle(['allocate', '400'], { linux }));
    await runtime.start('limits');
    await runtime.update('limits', { memory: { limit: 500 }, pids: { limit: 9 } });
    expect(await runtime.stats('limits')).toMatchObject({
      memory: { usageBytes: 400, limitBytes: 500 },
      pids: { current: 1, limit: 9 },
    });
    await runtime.delete('limits', { force: true });
  });
});
