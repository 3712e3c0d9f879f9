import type { Runtime, Spec } from '@caisson/core';
import { describe, expect, test } from 'vitest';
import { defineRuntime } from '../../src/index.ts';
import { temporaryDir, writeBundle } from '../fixtures/bundle.ts';
import { everything, fakeEngine } from '../fixtures/fake-engine.ts';

const bundle = writeBundle(temporaryDir());

describe('prepare', () => {
  test('gives a new spec with a PATH where there is no env, and leaves its argument alone', async () => {
    const spec: Spec = { ociVersion: '1.3.0', process: { args: ['sh'], cwd: '/' } };
    const before = structuredClone(spec);
    const prepared = await defineRuntime(fakeEngine().engine).prepare(spec);
    expect(prepared.process?.env).toEqual([expect.stringMatching(/^PATH=.*:\/bin$/)]);
    expect(spec).toEqual(before);
    expect(prepared).not.toBe(spec);
  });

  test('leaves an env as it is, an empty one too', async () => {
    const spec: Spec = { ociVersion: '1.3.0', process: { args: ['sh'], cwd: '/', env: [] } };
    expect(await defineRuntime(fakeEngine().engine).prepare(spec)).toEqual(spec);
  });

  test('gives the engine a copy of its own, and the id', async () => {
    const spec: Spec = { ociVersion: '1.3.0', hostname: 'a' };
    const fake = fakeEngine({
      prepare: (own, id) => {
        (own as { hostname?: string }).hostname = `${id}`;
        return own;
      },
    });
    expect(await defineRuntime(fake.engine).prepare(spec, { id: 'b' })).toEqual({ ...spec, hostname: 'b' });
    expect(spec.hostname).toBe('a');
  });

  test('refuses what is no spec', async () => {
    const runtime = defineRuntime(fakeEngine().engine);
    for (const wrong of [undefined, null, 'spec', [], { hostname: () => 'a' }]) {
      await expect(runtime.prepare(wrong as never)).rejects.toMatchObject({ code: 'ERR_INVALID_SPEC' });
    }
  });
});

describe('kill', () => {
  test.each([
    ['SIGTERM', {}, 'kill a SIGTERM'],
    [9, {}, 'kill a 9'],
    ['SIGUSR1', { all: true }, 'kill a SIGUSR1 all'],
  ] as const)('passes %s with %j on', async (signal, options, entry) => {
    const fake = fakeEngine();
    const runtime = defineRuntime(fake.engine);
    await runtime.create('a', bundle);
    await runtime.kill('a', signal, options);
    expect(fake.log).toContain(entry);
    await runtime.delete('a', { force: true });
  });

  test.each(['TERM', 'SIGNOTHING', '', 0, -1, 65, 1.5, null, undefined])(
    'refuses the signal %j before anything is asked',
    async (signal) => {
      const fake = fakeEngine();
      const killing = defineRuntime(fake.engine).kill('a', signal as number);
      await expect(killing).rejects.toMatchObject({ code: 'ERR_INVALID_OPTION' });
      await expect(killing).rejects.toBeInstanceOf(TypeError);
      expect(fake.log).toEqual([]);
    },
  );

  test('passes a pid on only where the engine can kill one process', async () => {
    const fake = fakeEngine();
    const without = defineRuntime(fake.engine).kill('a', 'SIGTERM', { pid: 7 });
    await expect(without).rejects.toMatchObject({ code: 'ERR_NOT_SUPPORTED' });
    const targets: unknown[] = [];
    const able = fakeEngine({
      capabilities: { ...everything, killProcess: true },
      kill: async (_id, _signal, to) => void targets.push(to),
    });
    await defineRuntime(able.engine).kill('a', 'SIGTERM', { pid: 7 });
    expect(targets).toEqual([{ all: false, pid: 7 }]);
  });
});

describe('a verb that the engine lacks', () => {
  const call: Readonly<Record<string, (runtime: Runtime) => Promise<unknown>>> = {
    update: (runtime) => runtime.update('a', {}),
    stats: (runtime) => runtime.stats('a'),
    processes: (runtime) => runtime.processes('a'),
    checkpoint: (runtime) => runtime.checkpoint('a', { imagePath: '/i' }),
    restore: (runtime) => runtime.restore('a', bundle, { imagePath: '/i' }),
    exec: (runtime) => runtime.exec('a', { args: ['true'], cwd: '/' }),
  };
  test.each(Object.keys(call))('rejects with ERR_NOT_SUPPORTED: %s', async (verb) => {
    const { exec: _exec, ...engine } = fakeEngine().engine;
    await expect(call[verb]?.(defineRuntime(engine))).rejects.toMatchObject({
      code: 'ERR_NOT_SUPPORTED',
      runtime: 'fake',
      verb,
      reason: expect.stringMatching(/./),
    });
  });

  test('tells the reason that its capability gives', async () => {
    const runtime = defineRuntime(fakeEngine().engine);
    await expect(runtime.checkpoint('a', { imagePath: '/i' })).rejects.toMatchObject({
      reason: 'there are no images in memory',
    });
  });

  test('rejects where the capability says no, though the engine has a member for it', async () => {
    const fake = fakeEngine({
      capabilities: { ...everything, pause: false, reasons: { pause: 'no freezer' } },
    });
    const runtime = defineRuntime(fake.engine);
    for (const call of [runtime.pause('a'), runtime.resume('a')]) {
      await expect(call).rejects.toMatchObject({ code: 'ERR_NOT_SUPPORTED', reason: 'no freezer' });
    }
    expect(fake.log).toEqual([]);
  });
});

describe('a runtime', () => {
  test('has members without this: a spread copy with another run is one, too', async () => {
    const fake = fakeEngine();
    const runtime = defineRuntime(fake.engine);
    const calls: string[] = [];
    const wrapped: Runtime = {
      ...runtime,
      run: (id, ...rest) => {
        calls.push(id);
        return runtime.run(id, ...rest);
      },
    };
    await wrapped.run('a', bundle, { onStarted: () => fake.processes.get('a')?.end(0) });
    const { create, state, list, wait, delete: remove } = wrapped;
    await create('b', bundle);
    expect((await state('b')).status).toBe('created');
    expect(await list()).toHaveLength(1);
    const waiting = wait('b');
    await remove('b');
    await waiting;
    await wrapped[Symbol.asyncDispose]();
    expect(calls).toEqual(['a']);
  });

  test.each(['../a', '-a', '.a', '', 'a b', 'a/b', 'a\0', 'é', 'x'.repeat(256), 7, undefined])(
    'refuses the id %j everywhere, and asks the engine nothing',
    async (id) => {
      const fake = fakeEngine();
      const runtime = defineRuntime(fake.engine);
      const wrong = id as string;
      const calls = [
        runtime.run(wrong, bundle),
        runtime.create(wrong, bundle),
        runtime.start(wrong),
        runtime.wait(wrong),
        runtime.exec(wrong, { args: ['true'], cwd: '/' }),
        runtime.kill(wrong, 'SIGTERM'),
        runtime.delete(wrong),
        runtime.pause(wrong),
      ];
      for (const call of calls) {
        await expect(call).rejects.toMatchObject({ code: 'ERR_INVALID_ID', reason: expect.any(String) });
      }
      expect(() => runtime.events(wrong)).toThrow(expect.objectContaining({ code: 'ERR_INVALID_ID' }));
      expect(fake.log).toEqual([]);
    },
  );

  test('takes ids of every allowed letter, and of 255 characters', async () => {
    const fake = fakeEngine();
    const runtime = defineRuntime(fake.engine);
    for (const id of ['aZ09_+.-', '_', '+', '9.', 'x'.repeat(255)]) {
      await runtime.create(id, bundle);
      await runtime.delete(id);
    }
  });
});
