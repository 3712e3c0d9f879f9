import { describe, expect, test } from 'vitest';
import { defineRuntime } from '../../src/index.ts';
import { temporaryDir, writeBundle } from '../fixtures/bundle.ts';
import { fakeFastEngine } from '../fixtures/fake-engine.ts';
import { turns } from '../fixtures/turn.ts';

const bundle = writeBundle(temporaryDir());
const processOf = { args: ['true'], cwd: '/' };

describe('close', () => {
  test('aborts runs and execs, waits until they are gone, and leaves created containers', async () => {
    const fake = fakeFastEngine();
    const runtime = defineRuntime(fake.engine);
    await runtime.create('made', bundle);
    await runtime.start('made');
    const running = runtime.run('a', bundle);
    const executing = runtime.exec('made', processOf);
    const waiting = runtime.wait('made');
    const settled = Promise.allSettled([running, executing, waiting]);
    await turns();
    await runtime.close();
    expect(fake.log.filter((entry) => entry.startsWith('delete'))).toEqual(['delete a force']);
    expect(fake.log).toContain('kill exec SIGKILL group');
    expect(fake.log.at(-1)).toBe('close');
    for (const { status, reason } of (await settled) as PromiseRejectedResult[]) {
      expect(status).toBe('rejected');
      expect(reason).toMatchObject({ code: 'ERR_ABORTED', cause: { code: 'ERR_CLOSED' } });
    }
    await expect(fake.engine.list()).resolves.toMatchObject([{ id: 'made', status: 'running' }]);
  });

  test('ends events', async () => {
    const fake = fakeFastEngine();
    const runtime = defineRuntime(fake.engine);
    await runtime.create('a', bundle);
    const own = runtime.events('a')[Symbol.asyncIterator]();
    const waiting = own.next();
    await runtime.close();
    await expect(waiting).resolves.toEqual({ done: true, value: undefined });
  });

  test('may be called from inside a run’s own hook', async () => {
    const fake = fakeFastEngine();
    const runtime = defineRuntime(fake.engine);
    const running = runtime.run('a', bundle, { onStarted: () => runtime.close() });
    await expect(running).rejects.toMatchObject({ code: 'ERR_ABORTED' });
    expect(await fake.engine.list()).toEqual([]);
  });

  test('closes the engine once, however often it is called, and by await using too', async () => {
    const fake = fakeFastEngine();
    {
      await using runtime = defineRuntime(fake.engine);
      await Promise.all([runtime.close(), runtime.close()]);
    }
    expect(fake.log).toEqual(['close']);
  });

  test('makes every later call reject with ERR_CLOSED', async () => {
    const fake = fakeFastEngine();
    const runtime = defineRuntime(fake.engine);
    await runtime.close();
    const calls = [
      runtime.prepare({ ociVersion: '1.3.0' }),
      runtime.run('a', bundle),
      runtime.create('a', bundle),
      runtime.start('a'),
      runtime.wait('a'),
      runtime.exec('a', processOf),
      runtime.kill('a', 'SIGTERM'),
      runtime.delete('a'),
      runtime.state('a'),
      runtime.list(),
      runtime.pause('a'),
      runtime.stats('a'),
      runtime.checkpoint('a', { imagePath: '/i' }),
      runtime.restore('a', bundle, { imagePath: '/i' }),
    ];
    for (const call of calls) {
      await expect(call).rejects.toMatchObject({ code: 'ERR_CLOSED', runtime: 'fake' });
    }
    expect(() => runtime.events('a')).toThrow(expect.objectContaining({ code: 'ERR_CLOSED' }));
    expect(fake.log).toEqual(['close']);
  });
});
