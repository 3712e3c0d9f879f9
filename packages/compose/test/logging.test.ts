import { describe, expect, it, vi } from 'vitest';
import { world } from '../../memory/test/support/world.ts';
import { type LogEntry, withLogging } from '../src/index.ts';

const { runtime: plain, bundle } = await world();

describe('withLogging', () => {
  it('tells each call when it begins and when it ends', async () => {
    const entries: LogEntry[] = [];
    const runtime = withLogging(plain, (entry) => entries.push(entry));
    await runtime.run('told', bundle(['exit', '3']));
    await runtime.state('nobody').catch(() => {});
    await runtime.prepare({ ociVersion: '1.2.0' }, { id: 'prepared' });
    expect(entries).toMatchObject([
      { runtime: 'memory', verb: 'run', id: 'told', phase: 'begun', message: 'memory run told' },
      { verb: 'run', phase: 'done', status: { exitCode: 3 }, durationMs: expect.any(Number) },
      { verb: 'state', id: 'nobody', phase: 'begun' },
      { verb: 'state', phase: 'failed', error: { code: 'ERR_CONTAINER_NOT_FOUND' } },
      { verb: 'prepare', id: 'prepared', phase: 'begun' },
      { verb: 'prepare', phase: 'done' },
    ]);
    expect(entries[1]?.message).toMatch(/^memory run told: [\d.]+ ms, exit code 3$/);
    expect(entries[3]?.message).toMatch(/failed ERR_CONTAINER_NOT_FOUND: .*nobody/);
  });

  it('tells of memory and signals', async () => {
    const messages: string[] = [];
    const runtime = withLogging(plain, ({ message }) => messages.push(message));
    await runtime.run('oom', bundle(['forever']), { onStarted: () => plain.oom('oom') });
    expect(messages.at(-1)).toMatch(/exit code 137, signal SIGKILL, out of memory$/);
  });

  it('gives what the runtime gives, and lets a log that throws disturb nothing', async () => {
    const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
    const runtime = withLogging(plain, () => {
      throw new Error('disk full');
    });
    expect((await runtime.run('undisturbed', bundle(['exit', '5']))).exitCode).toBe(5);
    expect(warned).toHaveBeenCalledWith(expect.stringContaining('disk full'));
    warned.mockRestore();
  });

  it('refuses a log that is none', () => {
    expect(() => withLogging(plain, 'log' as never)).toThrow(TypeError);
  });
});
