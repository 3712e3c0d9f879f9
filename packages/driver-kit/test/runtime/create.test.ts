import { PassThrough } from 'node:stream';
import { RuntimeError } from '@caisson/errors';
import { describe, expect, test } from 'vitest';
import { defineRuntime } from '../../src/index.ts';
import { temporaryDir, writeBundle } from '../fixtures/bundle.ts';
import { fakeEngine } from '../fixtures/fake-engine.ts';
import { fakeWatch } from '../fixtures/fake-watcher.ts';
import { turns } from '../fixtures/turn.ts';

const bundle = writeBundle(temporaryDir(), { annotations: { a: 'b' } });

describe('create and start on a fake engine', () => {
  test('give the state, arm the watcher before start, and follow the container to its end', async () => {
    const fake = fakeEngine();
    const watch = fakeWatch(fake.log);
    const runtime = defineRuntime(fake.engine, { oom: watch.factory });
    await expect(runtime.create('a', bundle)).resolves.toEqual({
      ociVersion: '1.0.2',
      id: 'a',
      status: 'created',
      pid: 1000,
      bundle,
      annotations: { a: 'b' },
    });
    await runtime.start('a');
    fake.processes.get('a')?.end(5);
    await expect(runtime.wait('a')).resolves.toMatchObject({ exitCode: 5, startedAt: expect.any(Date) });
    await runtime.delete('a');
    expect(fake.log).toEqual([
      'create a',
      'armed',
      'start a',
      'exited a',
      'counted a',
      'kills()',
      'delete a',
      'disposed',
      'released a',
    ]);
  });

  test('attach the streams from create on', async () => {
    const fake = fakeEngine();
    const runtime = defineRuntime(fake.engine);
    const sink = new PassThrough();
    await runtime.create('a', bundle, { stdin: 'in', stdout: sink, stderr: { file: '/tmp/e' } });
    const { io, stdin, stdout } = fake.processes.get('a') ?? expect.fail();
    expect(io).toEqual({ stdin: 'pipe', stdout: 'pipe', stderr: { file: '/tmp/e' } });
    expect(String(stdin.read())).toBe('in');
    stdout.write('out');
    await turns();
    expect(String(sink.read())).toBe('out');
    await runtime.delete('a', { force: true });
    expect(sink.writableEnded).toBe(false);
  });

  test.each([
    [
      'the watcher cannot be armed',
      { oom: () => Promise.reject(new Error('no cgroup')) },
      { message: 'no cgroup' },
    ],
    [
      'it is aborted while the watcher is armed',
      { oom: () => new Promise<never>(() => {}) },
      { code: 'ERR_ABORTED' },
    ],
  ])('create deletes what it made where %s', async (_when, { oom }, expected) => {
    const fake = fakeEngine();
    const runtime = defineRuntime(fake.engine);
    const abort = new AbortController();
    const creating = runtime.create('a', bundle, { oom, signal: abort.signal });
    setImmediate(() => abort.abort());
    await expect(creating).rejects.toMatchObject(expected);
    expect(fake.log.slice(0, 4)).toEqual(['create a', 'delete a force', 'exited a', 'released a']);
    await expect(runtime.wait('a')).rejects.toMatchObject({ code: 'ERR_CONTAINER_NOT_FOUND' });
  });

  test('create tells why it failed, though its clean-up failed too', async () => {
    const fake = fakeEngine();
    fake.at.delete = () => {
      throw new RuntimeError('ERR_RUNTIME_FAILED', 'delete is broken');
    };
    const oom = (): Promise<never> => Promise.reject(new Error('no cgroup'));
    await expect(defineRuntime(fake.engine).create('a', bundle, { oom })).rejects.toThrow('no cgroup');
  });

  test('create is let finish when it is aborted, and then undone', async () => {
    const fake = fakeEngine();
    const abort = new AbortController();
    fake.at.create = async () => {
      abort.abort('left');
      await turns();
      fake.log.push('finished');
    };
    const creating = defineRuntime(fake.engine).create('a', bundle, abort);
    await expect(creating).rejects.toMatchObject({ code: 'ERR_ABORTED', cause: 'left' });
    expect(fake.log.slice(0, 3)).toEqual(['create a', 'finished', 'delete a force']);
  });

  test('start rejects as the engine does', async () => {
    const fake = fakeEngine();
    const runtime = defineRuntime(fake.engine);
    await runtime.create('a', bundle);
    const wrong = new RuntimeError('ERR_WRONG_STATE', 'it runs');
    fake.at.start = () => {
      throw wrong;
    };
    await expect(runtime.start('a')).rejects.toBe(wrong);
    await runtime.delete('a', { force: true });
  });

  test.each(['stdout', 'stderr', 'output'])(
    'kill the container where %s fails, and wait tells ERR_STREAM with the status',
    async (name) => {
      const fake = fakeEngine();
      const runtime = defineRuntime(fake.engine);
      const sink = new PassThrough();
      await runtime.create('a', bundle, { [name]: sink });
      await runtime.start('a');
      const cause = new Error('disk full');
      sink.destroy(cause);
      await expect(runtime.wait('a')).rejects.toMatchObject({
        code: 'ERR_STREAM',
        cause,
        status: { exitCode: 137, signal: 'SIGKILL' },
      });
      expect(fake.log).toContain('kill a SIGKILL all');
      await runtime.delete('a');
    },
  );
});
