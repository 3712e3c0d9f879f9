import { PassThrough, Writable } from 'node:stream';
import type { Runtime } from '@caisson/core';
import { describe, expect, test } from 'vitest';
import { defineRuntime } from '../../src/index.ts';
import { temporaryDir, writeBundle } from '../fixtures/bundle.ts';
import { fakeEngine } from '../fixtures/fake-engine.ts';

const bundle = writeBundle(temporaryDir());
const echo = { args: ['true'], cwd: '/' };
type Call = (runtime: Runtime, options: never) => Promise<unknown>;
const calls: Readonly<Record<string, Call>> = {
  prepare: (runtime, options) => runtime.prepare({ ociVersion: '1.3.0' }, options),
  run: (runtime, options) => runtime.run('a', bundle, options),
  create: (runtime, options) => runtime.create('a', bundle, options),
  start: (runtime, options) => runtime.start('a', options),
  wait: (runtime, options) => runtime.wait('a', options),
  exec: (runtime, options) => runtime.exec('a', echo, options),
  kill: (runtime, options) => runtime.kill('a', 'SIGTERM', options),
  delete: (runtime, options) => runtime.delete('a', options),
  state: (runtime, options) => runtime.state('a', options),
  list: (runtime, options) => runtime.list(options),
  pause: (runtime, options) => runtime.pause('a', options),
  events: async (runtime, options) => runtime.events('a', options),
};

/** What a call says to these options; nothing of the engine is asked before. */
const refusal = async (call: Call | undefined, options: unknown): Promise<unknown> => {
  const fake = fakeEngine();
  try {
    await call?.(defineRuntime(fake.engine), options as never);
  } catch (error) {
    expect(fake.log).toEqual([]);
    return error;
  }
  return undefined;
};

describe('every call', () => {
  test.each(Object.keys(calls))(
    'refuses an option that it does not know, as a TypeError: %s',
    async (verb) => {
      const error = await refusal(calls[verb], { nothing: 1 });
      expect(error).toBeInstanceOf(TypeError);
      expect(error).toMatchObject({
        code: 'ERR_INVALID_OPTION',
        message: expect.stringContaining(`${verb}: there is no option nothing`),
      });
    },
  );

  test.each(Object.keys(calls))('refuses a signal that is none: %s', async (verb) => {
    const error = await refusal(calls[verb], { signal: { aborted: false } });
    expect(error).toMatchObject({ message: expect.stringContaining('give an AbortSignal') });
  });
});

describe('run, create and exec', () => {
  const sinks = [() => {}, new PassThrough(), { file: '/f' }, process.stdout];
  const noSinks = [1, 'file', null, {}, { file: '' }, { file: '/f', mode: 1 }, { write: () => {} }, [], true];
  const sources = ['', 'a', new Uint8Array(), new PassThrough(), { file: '/f' }, new Blob([]).stream()];
  const noSources = [1, null, {}, { file: 7 }, ['a'], () => 'a', new Writable()];

  test.each(['run', 'create', 'exec'])('refuse streams that are none: %s', async (verb) => {
    for (const name of ['stdout', 'stderr', 'output']) {
      for (const wrong of noSinks) {
        expect(await refusal(calls[verb], { [name]: wrong })).toMatchObject({
          code: 'ERR_INVALID_OPTION',
          message: expect.stringContaining('a writable, a function or { file }'),
        });
      }
    }
    for (const wrong of noSources) {
      expect(await refusal(calls[verb], { stdin: wrong })).toMatchObject({
        message: expect.stringContaining('text, bytes, a readable, an async iterable or { file }'),
      });
    }
  });

  test('take every kind of stream', async () => {
    for (const stdout of sinks) expect(await refusal(calls['create'], { stdout })).toBeUndefined();
    for (const stdin of sources) expect(await refusal(calls['create'], { stdin })).toBeUndefined();
  });

  test.each(['run', 'create', 'exec'])('refuse output beside stdout or stderr: %s', async (verb) => {
    for (const other of ['stdout', 'stderr']) {
      const error = await refusal(calls[verb], { output: () => {}, [other]: () => {} });
      expect(error).toMatchObject({ message: expect.stringContaining('give either output') });
    }
  });

  test.each(['run', 'exec'])('refuse a stop that is none: %s', async (verb) => {
    const wrong = [
      'SIGTERM',
      {},
      { signal: 'SIGTERM' },
      { signal: 'TERM', graceMs: 1 },
      { signal: 'SIGTERM', graceMs: -1 },
      { signal: 'SIGTERM', graceMs: 2 ** 31 },
      { signal: 'SIGTERM', graceMs: Number.NaN },
      { signal: 'SIGTERM', graceMs: 1, kill: 'SIGKILL' },
    ];
    for (const stop of wrong) {
      expect(await refusal(calls[verb], { stop })).toMatchObject({ code: 'ERR_INVALID_OPTION' });
    }
  });

  test('refuse hooks and watchers that are no functions', async () => {
    for (const name of ['onCreated', 'onStarted', 'oom']) {
      expect(await refusal(calls['run'], { [name]: {} })).toMatchObject({
        message: expect.stringContaining('give a function'),
      });
    }
  });

  test('refuse a pid or flags of another type', async () => {
    for (const options of [{ all: 1 }, { pid: 0 }, { pid: 1.5 }, { pid: '7' }]) {
      expect(await refusal(calls['kill'], options)).toMatchObject({ code: 'ERR_INVALID_OPTION' });
    }
    expect(await refusal(calls['delete'], { force: 'yes' })).toMatchObject({ code: 'ERR_INVALID_OPTION' });
  });
});
