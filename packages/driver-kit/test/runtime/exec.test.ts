import { Writable } from 'node:stream';
import type { Process, Terminal } from '@caisson/core';
import { RuntimeError } from '@caisson/errors';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { defineRuntime } from '../../src/index.ts';
import { fakeEngine } from '../fixtures/fake-engine.ts';
import { turns } from '../fixtures/turn.ts';

const process: Process = { args: ['true'], cwd: '/' };

const failing = (): Writable =>
  new Writable({ write: (_chunk, _encoding, done) => done(new Error('no')) }).on('error', () => {});
const cut = async function* (): AsyncGenerator<string> {
  yield 'a';
  throw new Error('no');
};

afterEach(() => vi.useRealTimers());

describe('exec on a fake engine', () => {
  test('settles at its process’s exit, with its output, though a descendant holds the pipes', async () => {
    const fake = fakeEngine();
    const chunks: string[] = [];
    const status = await defineRuntime(fake.engine).exec('a', process, {
      stdout: (chunk) => void chunks.push(String(chunk)),
      onStarted: (started) => {
        expect(started).toEqual({ id: 'a', pid: 1000, hostPid: 1000 });
        fake.processes.get('exec')?.stdout.write('last words');
        fake.processes.get('exec')?.end(3, null, true);
      },
    });
    expect(status).toMatchObject({ exitCode: 3, signal: null });
    expect(chunks).toEqual(['last words']);
    expect(fake.log).toEqual(['exec a', 'exited exec', 'counted exec', 'released exec']);
  });

  test('rejects with the engine’s error and has nothing to clean up', async () => {
    const fake = fakeEngine();
    const missing = new RuntimeError('ERR_EXEC_FAILED', 'no such program');
    fake.at.exec = () => {
      throw missing;
    };
    await expect(defineRuntime(fake.engine).exec('a', process)).rejects.toBe(missing);
    expect(fake.log).toEqual(['exec a']);
  });

  test('aborted, kills its process group and rejects with its status', async () => {
    const fake = fakeEngine();
    const abort = new AbortController();
    const running = defineRuntime(fake.engine).exec('a', process, abort);
    await turns();
    abort.abort('enough');
    await expect(running).rejects.toMatchObject({
      code: 'ERR_ABORTED',
      cause: 'enough',
      status: { exitCode: 137, signal: 'SIGKILL' },
    });
    expect(fake.log).toEqual([
      'exec a',
      'kill exec SIGKILL group',
      'exited exec',
      'counted exec',
      'released exec',
    ]);
  });

  test('aborted with stop, asks the process, waits its grace, then kills its group in any case', async () => {
    const fake = fakeEngine();
    const abort = new AbortController();
    const running = defineRuntime(fake.engine).exec('a', process, {
      signal: abort.signal,
      stop: { signal: 'SIGINT', graceMs: 60_000 },
    });
    await turns();
    abort.abort();
    await expect(running).rejects.toMatchObject({ status: { signal: 'SIGINT' } });
    expect(fake.log.filter((entry) => entry.startsWith('kill'))).toEqual([
      'kill exec SIGINT',
      'kill exec SIGKILL group',
    ]);
  });

  test('aborted while the engine still starts it, waits for that and kills', async () => {
    const fake = fakeEngine();
    const abort = new AbortController();
    fake.at.exec = async () => {
      abort.abort();
      await turns();
    };
    const onStarted = vi.fn();
    const running = defineRuntime(fake.engine).exec('a', process, { signal: abort.signal, onStarted });
    await expect(running).rejects.toMatchObject({ code: 'ERR_ABORTED', status: { signal: 'SIGKILL' } });
    expect(onStarted).not.toHaveBeenCalled();
    expect(fake.log).toContain('released exec');
  });

  test('kills by the engine’s own kill, with the pid, where the process has none of its own', async () => {
    const targets: unknown[] = [];
    const fake = fakeEngine({
      kill: async (_id, _signal, to) => {
        targets.push(to);
        fake.processes.get('exec')?.end(137, 'SIGKILL');
      },
    });
    const exec: typeof fake.engine.exec = async (id, what, io) => {
      const { kill: _kill, ...running } = (await fake.engine.exec?.(id, what, io)) ?? expect.fail();
      return running;
    };
    const abort = new AbortController();
    const running = defineRuntime({ ...fake.engine, exec }).exec('a', process, abort);
    await turns();
    abort.abort();
    await expect(running).rejects.toMatchObject({ status: { exitCode: 137 } });
    expect(targets).toEqual([{ all: false, pid: 1000 }]);
  });

  test.each([
    ['a hook that rejects', () => ({ onStarted: () => Promise.reject(new Error('no')) }), { message: 'no' }],
    ['a sink that fails', () => ({ stdout: failing() }), { code: 'ERR_STREAM', cause: { message: 'no' } }],
    ['a source that fails', () => ({ stdin: cut() }), { code: 'ERR_STREAM', cause: { message: 'no' } }],
  ])('is killed by %s', async (_what, options, expected) => {
    const fake = fakeEngine();
    const running = defineRuntime(fake.engine).exec('a', process, options());
    const rejected = expect(running).rejects.toMatchObject(expected);
    await turns();
    fake.processes.get('exec')?.stdout.write('x');
    await rejected;
    expect(fake.log).toContain('kill exec SIGKILL group');
    expect(fake.log).toContain('released exec');
    if ('code' in expected) await expect(running).rejects.toMatchObject({ status: { signal: 'SIGKILL' } });
  });

  test('gives up, within a bound, on a process that no signal ends, and does not keep Node alive for it', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const fake = fakeEngine();
    fake.ignored.add('SIGKILL');
    const held: string[] = [];
    const exec: typeof fake.engine.exec = async (id, what, io) => ({
      ...((await fake.engine.exec?.(id, what, io)) ?? expect.fail()),
      unref: () => void held.push('unref'),
    });
    const abort = new AbortController();
    const running = defineRuntime({ ...fake.engine, exec }).exec('a', process, abort);
    running.catch(() => {});
    await turns();
    abort.abort();
    for (let i = 0; i < 8; i++) {
      await vi.advanceTimersByTimeAsync(5_000);
      await turns();
    }
    await expect(running).rejects.toMatchObject({ code: 'ERR_ABORTED' });
    expect(fake.log.at(-1)).toBe('released exec');
    expect(held.at(-1)).toBe('unref');
  });

  test.each([
    [undefined, 'process: give an OCI process'],
    [{ cwd: '/' }, 'process.args'],
    [{ args: [], cwd: '/' }, 'process.args'],
    [{ args: ['a', 1], cwd: '/' }, 'process.args'],
    [{ args: ['a'] }, 'process.cwd: give an absolute path'],
    [{ args: ['a'], cwd: 'tmp' }, 'process.cwd: give an absolute path'],
  ])('refuses the process %j as ERR_INVALID_SPEC', async (wrong, reason) => {
    const fake = fakeEngine();
    const running = defineRuntime(fake.engine).exec('a', wrong as unknown as Process);
    await expect(running).rejects.toMatchObject({
      code: 'ERR_INVALID_SPEC',
      message: expect.stringContaining(reason),
    });
    expect(fake.log).toEqual([]);
  });

  test('refuses a terminal that the engine cannot give', async () => {
    const runtime = defineRuntime(fakeEngine().engine);
    const wanted = [
      runtime.exec('a', { ...process, terminal: true }),
      runtime.exec('a', process, { output: () => {}, terminal: {} as Terminal }),
    ];
    for (const call of wanted) await expect(call).rejects.toMatchObject({ code: 'ERR_NOT_SUPPORTED' });
  });
});
