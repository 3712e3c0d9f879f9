import { describe, expect, it, vi } from 'vitest';
import { kept, world } from './support/world.ts';

const here = await world();
const { runtime, bundle } = here;

describe('run', () => {
  it('gives the program’s own exit code', async () => {
    const status = await runtime.run('code', bundle(['exit', '3']));
    expect(status).toMatchObject({ exitCode: 3, signal: null, oomKilled: false, oomKills: 0 });
    expect(status.startedAt).toBeInstanceOf(Date);
  });

  it('settles when the container is gone', async () => {
    await runtime.run('gone', bundle(['exit', '0']));
    await expect(runtime.state('gone')).rejects.toMatchObject({ code: 'ERR_CONTAINER_NOT_FOUND' });
  });

  it('passes onCreated before the program starts, and onStarted with init’s pid after', async () => {
    const told: unknown[] = [];
    await runtime.run('order', bundle(['print', 'x']), {
      onCreated: ({ status, pid }) => void told.push(status, typeof pid),
      onStarted: ({ id, pid }) => void told.push(id, typeof pid),
    });
    expect(told).toEqual(['created', 'number', 'order', 'number']);
  });

  it.each(['onCreated', 'onStarted'] as const)('removes the container where %s rejects', async (hook) => {
    const refused = runtime.run('hooked', bundle(['forever']), {
      [hook]: async () => {
        throw new RangeError('no network');
      },
    });
    await expect(refused).rejects.toThrow(new RangeError('no network'));
    expect(await runtime.list()).toEqual([]);
  });

  it('ends an aborted run: asks, waits for the grace, and tells the status', async () => {
    const abort = new AbortController();
    const stop = { signal: 'SIGTERM', graceMs: 10_000 } as const;
    const running = runtime.run('asked', bundle(['trap']), {
      signal: abort.signal,
      stop,
      stdout: () => abort.abort('enough'),
    });
    await expect(running).rejects.toMatchObject({
      code: 'ERR_ABORTED',
      cause: 'enough',
      status: { exitCode: 7, signal: null },
    });
    expect(await runtime.list()).toEqual([]);
  });

  it('kills what does not end in the grace, by a test’s own clock', async () => {
    vi.useFakeTimers();
    try {
      const abort = new AbortController();
      const program = { namespaces: [{ type: 'pid' as const }] };
      const running = runtime.run('deaf', bundle(['forever'], { linux: program }), {
        signal: abort.signal,
        stop: { signal: 'SIGTERM', graceMs: 60_000 },
        onStarted: () => abort.abort(),
      });
      const settled = expect(running).rejects.toMatchObject({ status: { exitCode: 137, signal: 'SIGKILL' } });
      await vi.advanceTimersByTimeAsync(60_000);
      await settled;
    } finally {
      vi.useRealTimers();
    }
  });

  it('lets programs sleep by a test’s own clock, and dates the status by it', async () => {
    vi.useFakeTimers({ now: 0 });
    try {
      const running = runtime.run('slow', bundle(['sleep', '3600000']));
      await vi.advanceTimersByTimeAsync(3_600_000);
      expect(await running).toMatchObject({ startedAt: new Date(0), finishedAt: new Date(3_600_000) });
    } finally {
      vi.useRealTimers();
    }
  });

  it('makes a program that throws an exit with 1, its error on stderr', async () => {
    const stderr = kept();
    const status = await runtime.run('crash', bundle(['throws']), { stderr: stderr.take });
    expect(status).toMatchObject({ exitCode: 1, signal: null });
    expect(stderr.text()).toContain('out of luck');
  });

  it('rejects ERR_EXEC_FAILED for a program that is not there, and names those that are', async () => {
    await expect(runtime.run('none', bundle(['nonesuch']))).rejects.toMatchObject({
      code: 'ERR_EXEC_FAILED',
      reason: expect.stringMatching(/"nonesuch".*exit, print/),
    });
    expect(await runtime.list()).toEqual([]);
  });

  it('finds a program by the last part of its path', async () => {
    expect((await runtime.run('path', bundle(['/usr/bin/exit', '4']))).exitCode).toBe(4);
  });

  it.each([
    ['an unknown option', { sterr: () => {} }],
    ['a stop without a signal', { stop: { graceMs: 1 } }],
    ['both streams in one and apart', { output: () => {}, stdout: () => {} }],
  ])('refuses %s with a TypeError before anything starts', async (_what, options) => {
    await expect(runtime.run('bad', bundle(['exit', '0']), options as never)).rejects.toThrow(TypeError);
  });

  it.each(['', '.x', '-x', 'a/b', 'x'.repeat(256)])('refuses the id %j', async (id) => {
    await expect(runtime.run(id, bundle(['exit', '0']))).rejects.toMatchObject({ code: 'ERR_INVALID_ID' });
  });

  it.each([
    ['no process', { process: undefined }, /process\.args/],
    ['no rootfs', { root: { path: 'elsewhere' } }, /no directory .*elsewhere/],
  ])('refuses a bundle with %s', async (_what, more, reason) => {
    const refused = runtime.run('bad', bundle(['exit', '0'], more as object));
    await expect(refused).rejects.toMatchObject({
      code: 'ERR_INVALID_SPEC',
      reason: expect.stringMatching(reason),
    });
  });

  it('is told by close that it was closed', async () => {
    const own = await here.another();
    const running = own.run('closed', bundle(['forever']), { onStarted: () => void own.close() });
    await expect(running).rejects.toMatchObject({ code: 'ERR_ABORTED', cause: { code: 'ERR_CLOSED' } });
    await expect(own.list()).rejects.toMatchObject({ code: 'ERR_CLOSED' });
  });
});
