import { RuntimeError } from '@caisson/errors';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { defineRuntime } from '../../src/index.ts';
import { temporaryDir, writeBundle } from '../fixtures/bundle.ts';
import { type FakeEngine, fakeEngine, fakeFastEngine } from '../fixtures/fake-engine.ts';
import { turns } from '../fixtures/turn.ts';

const bundle = writeBundle(temporaryDir());
const reason = new Error('user left');

const clean = async ({ log, engine }: FakeEngine): Promise<boolean> =>
  log.includes('delete a force') && log.includes('released a') && (await engine.list()).length === 0;

/** Lets fake time pass, and what it sets off happen. */
const pass = async (ms: number): Promise<void> => {
  await turns();
  for (let passed = 0; passed < ms; passed += 1_000) {
    await vi.advanceTimersByTimeAsync(1_000);
    await turns(3);
  }
};

afterEach(() => vi.useRealTimers());

describe('an aborted run on a fake engine', () => {
  test('does nothing where it was aborted before', async () => {
    const fake = fakeEngine();
    const running = defineRuntime(fake.engine).run('a', bundle, { signal: AbortSignal.abort(reason) });
    await expect(running).rejects.toMatchObject({
      code: 'ERR_ABORTED',
      cause: reason,
      runtime: 'fake',
      verb: 'run',
      id: 'a',
    });
    expect(fake.log).toEqual([]);
  });

  test('lets create finish, then deletes without a start', async () => {
    const fake = fakeEngine();
    const abort = new AbortController();
    const { promise: made, resolve: make } = Promise.withResolvers<void>();
    fake.at.create = () => made;
    let settled = false;
    const running = defineRuntime(fake.engine)
      .run('a', bundle, { signal: abort.signal })
      .finally(() => {
        settled = true;
      });
    running.catch(() => {});
    await turns();
    abort.abort(reason);
    await turns();
    expect(settled).toBe(false);
    make();
    await expect(running).rejects.toMatchObject({ code: 'ERR_ABORTED', cause: reason });
    expect(fake.log).not.toContain('start a');
    expect(await clean(fake)).toBe(true);
  });

  test.each(['the watcher', 'onCreated', 'start', 'onStarted'])(
    'cleans up though %s never answers',
    async (step) => {
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
      const fake = fakeEngine();
      const abort = new AbortController();
      const stuck = (): Promise<never> => {
        setImmediate(() => abort.abort(reason));
        return new Promise<never>(() => {});
      };
      if (step === 'start') fake.at.start = stuck;
      const running = defineRuntime(fake.engine).run('a', bundle, {
        signal: abort.signal,
        ...(step === 'the watcher' ? { oom: stuck } : {}),
        ...(step.startsWith('on') ? { [step]: stuck } : {}),
      });
      const rejected = expect(running).rejects.toMatchObject({
        code: 'ERR_ABORTED',
        cause: reason,
        status: { exitCode: 137, signal: 'SIGKILL' },
      });
      await pass(20_000);
      await rejected;
      expect(await clean(fake)).toBe(true);
    },
  );

  test.each(['onCreated', 'onStarted'] as const)('may be aborted from inside its own %s', async (hook) => {
    const fake = fakeEngine();
    const abort = new AbortController();
    const running = defineRuntime(fake.engine).run('a', bundle, {
      signal: abort.signal,
      [hook]: () => abort.abort(reason),
    });
    await expect(running).rejects.toMatchObject({ code: 'ERR_ABORTED', cause: reason });
    expect(fake.log.includes('start a')).toBe(hook === 'onStarted');
    expect(await clean(fake)).toBe(true);
  });

  test('does not call onStarted once it was aborted', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const fake = fakeEngine();
    const abort = new AbortController();
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
    fake.at.start = () => {
      abort.abort(reason);
      return begun;
    };
    const called: string[] = [];
    const running = defineRuntime(fake.engine).run('a', bundle, {
      signal: abort.signal,
      onStarted: () => void called.push('onStarted'),
    });
    const rejected = expect(running).rejects.toMatchObject({ code: 'ERR_ABORTED' });
    await pass(20_000);
    await rejected;
    begin();
    await turns();
    expect(called).toEqual([]);
  });

  test('disposes of a watcher that is armed only after the run is over', async () => {
    const fake = fakeEngine();
    const abort = new AbortController();
    const { promise: armed, resolve: arm } = Promise.withResolvers<void>();
    const aborted: boolean[] = [];
    const running = defineRuntime(fake.engine).run('a', bundle, {
      signal: abort.signal,
      oom: async ({ signal }) => {
        abort.abort(reason);
        await armed;
        aborted.push(signal?.aborted ?? false);
        return {
          kills: async () => 0,
          [Symbol.asyncDispose]: async () => void fake.log.push('disposed late'),
        };
      },
    });
    await expect(running).rejects.toMatchObject({ code: 'ERR_ABORTED' });
    expect(fake.log).not.toContain('disposed late');
    arm();
    await turns();
    expect(fake.log).toContain('disposed late');
    expect(aborted).toEqual([true]);
  });

  test('asks with stop.signal, and does not kill before the grace is over', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const fake = fakeFastEngine();
    fake.ignored.add('SIGTERM');
    const abort = new AbortController();
    const running = defineRuntime(fake.engine).run('a', bundle, {
      signal: abort.signal,
      stop: { signal: 'SIGTERM', graceMs: 3_000 },
    });
    running.catch(() => {});
    await turns();
    abort.abort(reason);
    await vi.advanceTimersByTimeAsync(0);
    await turns();
    expect(fake.log).toContain('kill a SIGTERM');
    await vi.advanceTimersByTimeAsync(2_900);
    expect(fake.log).not.toContain('kill a SIGKILL all');
    await vi.advanceTimersByTimeAsync(200);
    await expect(running).rejects.toMatchObject({ status: { exitCode: 137, signal: 'SIGKILL' } });
    expect(await clean(fake)).toBe(true);
  });

  test('tells the status of a program that ended in its grace', async () => {
    const fake = fakeFastEngine();
    const abort = new AbortController();
    const running = defineRuntime(fake.engine).run('a', bundle, {
      signal: abort.signal,
      stop: { signal: 'SIGTERM', graceMs: 60_000 },
    });
    await turns();
    abort.abort(reason);
    await expect(running).rejects.toMatchObject({ status: { exitCode: 143, signal: 'SIGTERM' } });
    expect(await clean(fake)).toBe(true);
  });

  test('gives up on a process that no signal ends, within a bound, and deletes by force', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const fake = fakeFastEngine();
    fake.ignored.add('SIGKILL');
    fake.at.delete = () => {
      throw new RuntimeError('ERR_RUNTIME_FAILED', 'busy');
    };
    const abort = new AbortController();
    const running = defineRuntime(fake.engine).run('a', bundle, { signal: abort.signal });
    running.catch(() => {});
    await turns();
    abort.abort(reason);
    await pass(40_000);
    await expect(running).rejects.toMatchObject({ code: 'ERR_ABORTED', cause: reason });
    await expect(running).rejects.not.toHaveProperty('status');
    expect(fake.log).toContain('released a');
  });

  test('settles as it would have, where the signal is aborted after its end', async () => {
    const fake = fakeFastEngine();
    const abort = new AbortController();
    const running = defineRuntime(fake.engine).run('a', bundle, {
      signal: abort.signal,
      onStarted: () => fake.processes.get('a')?.end(0),
    });
    await expect(running).resolves.toMatchObject({ exitCode: 0 });
    abort.abort(reason);
    await turns();
    expect(fake.log).not.toContain('kill a SIGKILL all');
  });
});
