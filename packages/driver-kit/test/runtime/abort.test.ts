import { describe, expect, test } from 'vitest';
import { defineRuntime } from '../../src/index.ts';
import { temporaryDir, writeBundle } from '../fixtures/bundle.ts';
import { countedSignal } from '../fixtures/counted-signal.ts';
import { fakeFastEngine } from '../fixtures/fake-engine.ts';
import { turns } from '../fixtures/turn.ts';

const bundle = writeBundle(temporaryDir());
const processOf = { args: ['true'], cwd: '/' };

describe('every call', () => {
  test('listens to its signal only while it lasts', async () => {
    const fake = fakeFastEngine();
    const runtime = defineRuntime(fake.engine);
    const { controller, listeners } = countedSignal();
    const { signal } = controller;
    await runtime.prepare({ ociVersion: '1.3.0' }, { signal });
    await runtime.run('r', bundle, { signal, onStarted: () => fake.processes.get('r')?.end(0) });
    await runtime.create('a', bundle, { signal });
    await runtime.start('a', { signal });
    await runtime.exec('a', processOf, { signal, onStarted: () => fake.processes.get('exec')?.end(0) });
    await runtime.pause('a', { signal });
    await runtime.state('a', { signal });
    await runtime.list({ signal });
    const events = runtime.events('a', { signal });
    expect(listeners()).toBe(1);
    await runtime.kill('a', 'SIGKILL', { signal });
    await runtime.wait('a', { signal });
    for await (const _event of events);
    await runtime.delete('a', { signal });
    await expect(runtime.state('a', { signal })).rejects.toMatchObject({ code: 'ERR_CONTAINER_NOT_FOUND' });
    await turns();
    expect(listeners()).toBe(0);
  });

  test('rejects at once with ERR_ABORTED where its signal is aborted, and asks the engine nothing', async () => {
    const fake = fakeFastEngine();
    const runtime = defineRuntime(fake.engine);
    const options = { signal: AbortSignal.abort('why') };
    const calls = [
      runtime.prepare({ ociVersion: '1.3.0' }, options),
      runtime.run('a', bundle, options),
      runtime.create('a', bundle, options),
      runtime.start('a', options),
      runtime.wait('a', options),
      runtime.exec('a', processOf, options),
      runtime.kill('a', 'SIGTERM', options),
      runtime.delete('a', options),
      runtime.state('a', options),
      runtime.list(options),
      runtime.pause('a', options),
    ];
    for (const call of calls) {
      await expect(call).rejects.toMatchObject({ code: 'ERR_ABORTED', cause: 'why', runtime: 'fake' });
    }
    await expect(runtime.events('a', options)[Symbol.asyncIterator]().next()).rejects.toMatchObject({
      code: 'ERR_ABORTED',
    });
    expect(fake.log.filter((entry) => entry !== 'state a')).toEqual([]);
  });

  test('stops waiting for an engine that does not answer', async () => {
    const fake = fakeFastEngine();
    const runtime = defineRuntime(fake.engine);
    const abort = new AbortController();
    fake.at.state = () => {
      setImmediate(() => abort.abort('too long'));
      return new Promise(() => {});
    };
    await expect(runtime.state('a', abort)).rejects.toMatchObject({ code: 'ERR_ABORTED', cause: 'too long' });
  });
});
