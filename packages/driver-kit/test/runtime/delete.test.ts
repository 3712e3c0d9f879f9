import { describe, expect, test } from 'vitest';
import { defineRuntime } from '../../src/index.ts';
import { temporaryDir, writeBundle } from '../fixtures/bundle.ts';
import { fakeEngine, fakeFastEngine } from '../fixtures/fake-engine.ts';
import { fakeWatch } from '../fixtures/fake-watcher.ts';
import { turns } from '../fixtures/turn.ts';

const bundle = writeBundle(temporaryDir());

describe('delete on a fake engine', () => {
  test('kills a created container first, so that who waits is told its end, counters and all', async () => {
    const fake = fakeEngine();
    const runtime = defineRuntime(fake.engine, { oom: fakeWatch(fake.log).factory });
    await runtime.create('a', bundle);
    const waiting = runtime.wait('a');
    await runtime.delete('a');
    await expect(waiting).resolves.toMatchObject({ exitCode: 137, signal: 'SIGKILL', oomKilled: false });
    expect(fake.log).toEqual([
      'create a',
      'armed',
      'state a',
      'kill a SIGKILL all',
      'exited a',
      'counted a',
      'kills()',
      'delete a',
      'disposed',
      'released a',
    ]);
  });

  test('leaves a running one to the engine to refuse, and kills it with force', async () => {
    const fake = fakeEngine();
    const runtime = defineRuntime(fake.engine);
    await runtime.create('a', bundle);
    await runtime.start('a');
    fake.at.delete = () => {
      throw new Error('it runs');
    };
    await expect(runtime.delete('a')).rejects.toThrow('it runs');
    expect(fake.log).not.toContain('kill a SIGKILL all');
    delete fake.at.delete;
    await runtime.delete('a', { force: true });
    expect(fake.log.slice(-5)).toEqual([
      'kill a SIGKILL all',
      'exited a',
      'counted a',
      'delete a force',
      'released a',
    ]);
  });

  test('releases once, whoever deletes at the same time', async () => {
    const fake = fakeFastEngine();
    const runtime = defineRuntime(fake.engine);
    const running = runtime.run('a', bundle);
    await turns();
    await Promise.all([
      runtime.delete('a', { force: true }),
      runtime.delete('a', { force: true }),
      expect(running).resolves.toMatchObject({ exitCode: 137, signal: 'SIGKILL' }),
    ]);
    expect(fake.log.filter((entry) => entry === 'released a')).toHaveLength(1);
  });

  test('succeeds with force where there is none, and rejects without', async () => {
    const fake = fakeEngine();
    const runtime = defineRuntime(fake.engine);
    await runtime.delete('a', { force: true });
    await expect(runtime.delete('a')).rejects.toMatchObject({ code: 'ERR_CONTAINER_NOT_FOUND' });
  });
});
