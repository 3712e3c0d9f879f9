import { describe, expect, test } from 'vitest';
import { defineRuntime } from '../../src/index.ts';
import { temporaryDir, writeBundle } from '../fixtures/bundle.ts';
import { fakeEngine, fakeFastEngine } from '../fixtures/fake-engine.ts';
import { fakeWatch } from '../fixtures/fake-watcher.ts';
import { turns } from '../fixtures/turn.ts';

const bundle = writeBundle(temporaryDir());

describe('run on a fake engine in memory', () => {
  test('goes its whole way in order, from create to the watcher’s end after delete', async () => {
    const fake = fakeEngine();
    const { log } = fake;
    const status = await defineRuntime(fake.engine).run('a', bundle, {
      oom: fakeWatch(log).factory,
      onCreated: async () => {
        await turns();
        log.push('onCreated');
      },
      onStarted: async () => {
        await turns();
        log.push('onStarted');
        fake.processes.get('a')?.end(3);
      },
    });
    expect(log).toEqual([
      'create a',
      'armed',
      'onCreated',
      'start a',
      'onStarted',
      'exited a',
      'counted a',
      'kills()',
      'delete a force',
      'disposed',
      'released a',
    ]);
    expect(status).toMatchObject({ exitCode: 3, signal: null, oomKills: 0, oomKilled: false });
    expect(status.startedAt?.getTime()).toBeLessThanOrEqual(status.finishedAt.getTime());
  });

  test('gives onCreated the state and onStarted the pids, and the watcher pid, id, spec and fresh', async () => {
    const fake = fakeEngine();
    const watch = fakeWatch(fake.log);
    const seen: unknown[] = [];
    await defineRuntime(fake.engine, { oom: watch.factory }).run('a', bundle, {
      onCreated: (state) => void seen.push(state),
      onStarted: (started) => {
        seen.push(started);
        fake.processes.get('a')?.end(0);
      },
    });
    expect(seen).toEqual([
      { ociVersion: '1.0.2', id: 'a', status: 'created', pid: 1000, bundle },
      { id: 'a', pid: 1000, hostPid: 1000 },
    ]);
    expect(watch.targets).toMatchObject([
      { pid: 1000, id: 'a', fresh: true, spec: { root: { path: 'rootfs' } } },
    ]);
  });

  test('takes the faster way in one step when nothing has to happen in between', async () => {
    const fake = fakeFastEngine();
    const running = defineRuntime(fake.engine).run('a', bundle, {
      onStarted: () => fake.processes.get('a')?.end(0),
    });
    await running;
    expect(fake.log).toEqual(['run a', 'exited a', 'counted a', 'delete a force', 'released a']);
  });

  test.each([
    ['onCreated', { onCreated: () => {} }],
    ['a watcher', { oom: fakeWatch([]).factory }],
  ])('creates and starts apart for %s, even where one step would be faster', async (_what, options) => {
    const fake = fakeFastEngine();
    await defineRuntime(fake.engine).run('a', bundle, {
      ...options,
      onStarted: () => fake.processes.get('a')?.end(0),
    });
    expect(fake.log.slice(0, 2)).toEqual(['create a', 'start a']);
  });

  test('holds what it waits for with createHeld where the engine has it, and starts that', async () => {
    const fake = fakeEngine();
    const { log } = fake;
    const runtime = defineRuntime({
      ...fake.engine,
      createHeld: async (id, at, io) => ({
        ...(await fake.engine.create(id, at, io)),
        start: async () => void log.push('held start'),
        refuse: async () => void log.push('refused'),
      }),
    });
    await runtime.run('a', bundle, {
      onCreated: () => void log.push('onCreated'),
      onStarted: () => fake.processes.get('a')?.end(0),
    });
    expect(log.slice(0, 3)).toEqual(['create a', 'onCreated', 'held start']);
    log.length = 0;
    const refused = runtime.run('b', bundle, {
      onCreated: () => {
        throw new Error('no network');
      },
    });
    await expect(refused).rejects.toThrow('no network');
    expect(log.slice(0, 2)).toEqual(['create b', 'refused']);
    expect(log).toContain('delete b force');
  });

  test('does not settle before onStarted has, though the program is long gone', async () => {
    const fake = fakeFastEngine();
    const { promise, resolve } = Promise.withResolvers<void>();
    let settled = false;
    const running = defineRuntime(fake.engine)
      .run('a', bundle, { onStarted: () => promise })
      .finally(() => {
        settled = true;
      });
    await turns();
    fake.processes.get('a')?.end(0);
    await turns(50);
    expect(settled).toBe(false);
    resolve();
    await expect(running).resolves.toMatchObject({ exitCode: 0 });
  });

  test('leaves the id free: it may be used again after every end', async () => {
    const fake = fakeFastEngine();
    const runtime = defineRuntime(fake.engine);
    for (let i = 0; i < 3; i++) {
      const code = runtime.run('a', bundle, { onStarted: () => fake.processes.get('a')?.end(i) });
      await expect(code).resolves.toMatchObject({ exitCode: i });
    }
  });

  test('refuses an id that it runs already', async () => {
    const fake = fakeFastEngine();
    const runtime = defineRuntime(fake.engine);
    const running = runtime.run('a', bundle);
    await turns();
    await expect(runtime.run('a', bundle)).rejects.toMatchObject({ code: 'ERR_CONTAINER_EXISTS', id: 'a' });
    fake.processes.get('a')?.end(0);
    await running;
    expect(fake.log.filter((entry) => entry === 'run a')).toHaveLength(1);
  });

  test('runs 50 containers at once on one signal and one sink without a warning', async () => {
    const warnings: Error[] = [];
    const onWarning = (warning: Error): void => void warnings.push(warning);
    process.on('warning', onWarning);
    const fake = fakeFastEngine();
    const runtime = defineRuntime(fake.engine);
    const { signal } = new AbortController();
    const ids = Array.from({ length: 50 }, (_, i) => `c${i}`);
    const all = ids.map((id) => runtime.run(id, bundle, { signal, stdout: process.stdout }));
    await turns();
    for (const id of ids) fake.processes.get(id)?.end(7);
    const statuses = await Promise.all(all);
    await turns();
    process.off('warning', onWarning);
    expect(statuses.every(({ exitCode }) => exitCode === 7)).toBe(true);
    expect(warnings).toEqual([]);
  });
});
