import { RuntimeError } from '@caisson/errors';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { defineRuntime } from '../../src/index.ts';
import { temporaryDir, writeBundle } from '../fixtures/bundle.ts';
import { type FakeEngine, fakeEngine } from '../fixtures/fake-engine.ts';
import { fakeWatch } from '../fixtures/fake-watcher.ts';
import { turns } from '../fixtures/turn.ts';

const bundle = writeBundle(temporaryDir());

/** Whether a run left nothing behind: what was made was deleted and released, and the id is free. */
const clean = async ({ log, engine }: FakeEngine): Promise<boolean> =>
  log.includes('delete a force') && log.includes('released a') && (await engine.list()).length === 0;

const fault = new RuntimeError('ERR_RUNTIME_FAILED', 'broken');
const failing = (step: keyof FakeEngine['at']): FakeEngine => {
  const fake = fakeEngine();
  fake.at[step] = () => {
    throw fault;
  };
  return fake;
};

afterEach(() => vi.useRealTimers());

describe('a run on a fake engine whose steps fail', () => {
  test('rejects with create’s error and touches nothing, for a failed create has cleaned up itself', async () => {
    const fake = failing('create');
    await expect(defineRuntime(fake.engine).run('a', bundle)).rejects.toBe(fault);
    expect(fake.log).toEqual(['create a']);
  });

  test('kills and deletes what start could not start', async () => {
    const fake = failing('start');
    await expect(defineRuntime(fake.engine).run('a', bundle)).rejects.toMatchObject({ message: 'broken' });
    expect(fake.log).toContain('kill a SIGKILL all');
    expect(await clean(fake)).toBe(true);
  });

  test('rejects with delete’s error, which knows the status, and frees the id', async () => {
    const fake = failing('delete');
    const runtime = defineRuntime(fake.engine);
    const running = runtime.run('a', bundle, { onStarted: () => fake.processes.get('a')?.end(4) });
    await expect(running).rejects.toMatchObject({
      code: 'ERR_RUNTIME_FAILED',
      message: 'broken',
      status: { exitCode: 4, signal: null },
    });
    expect(fake.log).toContain('released a');
    delete fake.at.delete;
    const again = runtime.run('a', bundle, { onStarted: () => fake.processes.get('a')?.end(0) });
    await expect(again).resolves.toMatchObject({ exitCode: 0 });
  });

  test('deletes where the watcher cannot be armed, and does not start', async () => {
    const fake = fakeEngine();
    const oom = (): Promise<never> => Promise.reject(new Error('no cgroup'));
    await expect(defineRuntime(fake.engine).run('a', bundle, { oom })).rejects.toThrow('no cgroup');
    expect(fake.log).not.toContain('start a');
    expect(await clean(fake)).toBe(true);
  });

  test.each(['onCreated', 'onStarted'] as const)(
    'deletes where %s rejects, with its very error',
    async (hook) => {
      const fake = fakeEngine();
      const error = new Error('mine');
      const running = defineRuntime(fake.engine).run('a', bundle, { [hook]: () => Promise.reject(error) });
      await expect(running).rejects.toBe(error);
      expect(fake.log.includes('start a')).toBe(hook === 'onStarted');
      expect(await clean(fake)).toBe(true);
    },
  );

  test('makes an unknown of a watcher that does not answer, within a bound, and lets go of it', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const fake = fakeEngine();
    fake.kills = 'unknown';
    const never = new Promise<never>(() => {});
    const watch = fakeWatch(fake.log, { kills: () => never, [Symbol.asyncDispose]: () => never });
    const running = defineRuntime(fake.engine).run('a', bundle, {
      oom: watch.factory,
      onStarted: () => fake.processes.get('a')?.end(137, 'SIGKILL'),
    });
    await turns(50);
    expect(fake.log).not.toContain('delete a force');
    await vi.advanceTimersByTimeAsync(5_000);
    await turns(50);
    await vi.advanceTimersByTimeAsync(5_000);
    await expect(running).resolves.toMatchObject({ oomKills: 'unknown', oomKilled: 'unknown' });
    expect(await clean(fake)).toBe(true);
  });

  test.each([
    ['rejects', () => Promise.reject(new Error('gone'))],
    [
      'throws',
      () => {
        throw new Error('gone');
      },
    ],
  ])('makes an unknown of a watcher whose last read %s', async (_how, kills) => {
    const fake = fakeEngine();
    fake.kills = 'unknown';
    const watch = fakeWatch(fake.log, { kills });
    const running = defineRuntime(fake.engine).run('a', bundle, {
      oom: watch.factory,
      onStarted: () => fake.processes.get('a')?.end(0),
    });
    await expect(running).resolves.toMatchObject({ exitCode: 0, oomKills: 'unknown', oomKilled: false });
  });

  test.each([
    ['was lost', () => {}],
    [
      'failed',
      () => {
        throw new Error('nobody answers');
      },
    ],
  ])('ends what a failing sink’s kill that %s has left running, within a bound', async (_how, kill) => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const fake = fakeEngine();
    fake.ignored.add('SIGKILL');
    fake.at.kill = kill;
    const running = defineRuntime(fake.engine).run('a', bundle, {
      onStarted: () => void fake.processes.get('a')?.stdout.write('tick'),
      stdout: () => Promise.reject(new Error('enough')),
    });
    const rejected = expect(running).rejects.toMatchObject({ code: 'ERR_STREAM' });
    for (let bound = 0; bound < 6; bound++) {
      await turns(50);
      await vi.advanceTimersByTimeAsync(10_000);
    }
    await rejected;
    expect(await clean(fake)).toBe(true);
  });

  test('makes an unknown of a counter that the engine cannot read', async () => {
    const fake = fakeEngine();
    const create: typeof fake.engine.create = async (id, at, io) => ({
      ...(await fake.engine.create(id, at, io)),
      oomKills: () => Promise.reject(new Error('EIO')),
    });
    const running = defineRuntime({ ...fake.engine, create }).run('a', bundle, {
      onStarted: () => fake.processes.get('a')?.end(137, 'SIGKILL'),
    });
    await expect(running).resolves.toMatchObject({ oomKills: 'unknown', oomKilled: 'unknown' });
  });

  test('rejects with ERR_STATUS_LOST where the end cannot be learnt, and deletes', async () => {
    const fake = fakeEngine();
    const lost = new RuntimeError('ERR_STATUS_LOST', 'waited for by another');
    const running = defineRuntime(fake.engine).run('a', bundle, {
      onStarted: () => fake.processes.get('a')?.lose(lost),
    });
    await expect(running).rejects.toMatchObject({ code: 'ERR_STATUS_LOST' });
    expect(await clean(fake)).toBe(true);
  });

  test('makes ERR_STATUS_LOST of an end that an engine’s own error hides', async () => {
    const fake = fakeEngine();
    const cause = new Error('ECONNRESET');
    const running = defineRuntime(fake.engine).run('a', bundle, {
      onStarted: () => fake.processes.get('a')?.lose(cause),
    });
    await expect(running).rejects.toMatchObject({ code: 'ERR_STATUS_LOST', cause, id: 'a', runtime: 'fake' });
    expect(await clean(fake)).toBe(true);
  });
});
