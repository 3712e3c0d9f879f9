import type { Runtime } from '@caisson/core';
import { beforeAll, describe, expect, it } from 'vitest';
import { runc } from '../src/index.ts';
import { failure } from './support/failure.ts';
import { able } from './support/modes.ts';
import { world } from './support/world.ts';

const here = world();

describe.skipIf(!able)('invalid ids and options (needs Linux, root and runc)', () => {
  let runtime: Runtime;
  let bundle: string;
  beforeAll(async () => {
    runtime = await here.runtime();
    bundle = await here.bundle(['true']);
  });

  /** What is no text at all, or empty, is an ill-typed option there. */
  const prepared = async (id: string): Promise<unknown> =>
    failure(
      typeof id === 'string' && id !== '' && !id.includes('\0') ? 'ERR_INVALID_ID' : 'ERR_INVALID_OPTION',
      runtime.prepare({ ociVersion: '1.0.2' }, { id }),
    );

  it.each([
    ['a path', 'a/b'],
    ['an absolute path', '/etc'],
    ['the parent', '..'],
    ['the directory itself', '.'],
    ['a hidden file', '.hidden'],
    ['an option', '-v'],
    ['a long option', '--help'],
    ['empty', ''],
    ['256 characters long', 'x'.repeat(256)],
    ['with a space', 'a b'],
    ['with a line break', 'a\n'],
    ['with a NUL', 'a\0b'],
    ['not ASCII', 'ä'],
    ['a number', 7],
    ['null', null],
    ['undefined', undefined],
    ['an object', {}],
    ['an array', ['a']],
  ])('refuses an id that is %s in every call, and starts nothing', async (_what, given) => {
    const id = given as string;
    for (const call of [
      () => runtime.run(id, bundle),
      () => runtime.create(id, bundle),
      () => runtime.start(id),
      () => runtime.wait(id),
      () => runtime.exec(id, here.process(['true'])),
      () => runtime.kill(id, 'SIGKILL'),
      () => runtime.delete(id, { force: true }),
      () => runtime.state(id),
      async () => runtime.events(id),
    ]) {
      await failure('ERR_INVALID_ID', call());
    }
    if (given !== undefined) await prepared(id);
    expect((await failure('ERR_INVALID_ID', runtime.run(id, bundle))).reason).toEqual(expect.any(String));
    expect(await runtime.list()).toEqual([]);
  });

  it.each(['x', '0', '_', '+a', 'A-b_c.d+e', `${'x'.repeat(244)}-${'y'.repeat(10)}`])(
    'accepts the id %s',
    async (id) => {
      expect((await runtime.run(id, bundle)).exitCode).toBe(0);
      expect((await runtime.run(id, bundle, { onCreated: () => {} })).exitCode).toBe(0);
    },
  );

  const ill: Readonly<Record<string, readonly unknown[]>> = {
    signal: [{}, 'SIGTERM', new AbortController()],
    stdin: [1, {}, { file: 1 }, { file: '' }, { file: 'x', more: 1 }, null],
    stdout: ['text', 1, {}, { file: '' }, [], null],
    stderr: ['text', 1, {}, { file: '' }, [], null],
    output: ['text', 1, {}, null],
    onCreated: [1, {}, null],
    onStarted: [1, {}, null],
    oom: [1, {}, 'yes', null],
    stop: [
      'SIGTERM',
      {},
      { signal: 'SIGTERM' },
      { graceMs: 1 },
      { signal: 'SIGNONE', graceMs: 1 },
      { signal: 'SIGTERM', graceMs: -1 },
      { signal: 'SIGTERM', graceMs: Number.NaN },
      { signal: 'SIGTERM', graceMs: '1' },
      { signal: 'SIGTERM', graceMs: 1, more: 1 },
    ],
    all: [1, 'yes', null],
    pid: [0, -1, 1.5, '1', null],
    force: [1, 'yes', null],
    id: [1, '', null],
    unknown: [1],
  };

  const calls: readonly [string, readonly string[], (options: never) => unknown][] = [
    [
      'run',
      ['signal', 'stdin', 'stdout', 'stderr', 'output', 'onCreated', 'onStarted', 'oom', 'stop'],
      (o) => runtime.run(here.id(), bundle, o),
    ],
    [
      'create',
      ['signal', 'stdin', 'stdout', 'stderr', 'output', 'oom'],
      (o) => runtime.create(here.id(), bundle, o),
    ],
    ['start', ['signal'], (o) => runtime.start(here.id(), o)],
    ['wait', ['signal', 'oom'], (o) => runtime.wait(here.id(), o)],
    [
      'exec',
      ['signal', 'stdin', 'stdout', 'stderr', 'output', 'onStarted', 'stop'],
      (o) => runtime.exec(here.id(), here.process(['true']), o),
    ],
    ['kill', ['signal', 'all', 'pid'], (o) => runtime.kill(here.id(), 'SIGTERM', o)],
    ['delete', ['signal', 'force'], (o) => runtime.delete(here.id(), o)],
    ['state', ['signal'], (o) => runtime.state(here.id(), o)],
    ['list', ['signal'], (o) => runtime.list(o)],
    ['prepare', ['signal', 'id'], (o) => runtime.prepare({ ociVersion: '1.0.2' }, o)],
    ['events', ['signal', 'oom'], async (o) => runtime.events(here.id(), o)],
  ];

  it.each(calls)(
    '%s refuses unknown and ill-typed options with a TypeError, and starts nothing',
    async (_v, known, call) => {
      for (const [name, values] of Object.entries(ill)) {
        const wrong = known.includes(name) ? values : [1];
        for (const value of wrong) {
          const error = await failure(
            'ERR_INVALID_OPTION',
            call({ [name]: value } as never) as Promise<unknown>,
          );
          expect(error).toBeInstanceOf(TypeError);
          expect(error.message).toContain(name);
        }
      }
      for (const options of [1, 'text', null]) {
        await failure('ERR_INVALID_OPTION', call(options as never) as Promise<unknown>);
      }
      expect(here.remains.now()).toEqual([]);
    },
  );

  it('refuses streams that exclude each other', async () => {
    const sink = (): void => {};
    for (const streams of [
      { output: sink, stdout: sink },
      { output: sink, stderr: sink },
      { stdout: sink, terminal: {} },
    ]) {
      await failure('ERR_INVALID_OPTION', runtime.run(here.id(), bundle, streams as never));
      await failure('ERR_INVALID_OPTION', runtime.create(here.id(), bundle, streams as never));
      await failure('ERR_INVALID_OPTION', runtime.exec(here.id(), here.process(['true']), streams as never));
    }
  });

  it('takes options that are undefined as absent', async () => {
    const options = {
      stdout: undefined,
      signal: undefined,
      oom: undefined,
      stop: undefined,
      onCreated: undefined,
    };
    expect((await runtime.run(here.id(), bundle, options)).exitCode).toBe(0);
  });

  it.each<[string, readonly unknown[]]>([
    ['path', ['', 1, null]],
    ['root', ['', 'relative', 1, null]],
    ['extraArgs', ['--debug', [1], {}, null]],
    ['waiting', ['both', true, null]],
    ['debug', ['yes', 1, null]],
    ['systemdCgroup', ['yes', 1, null]],
    ['rootless', ['yes', 1, null]],
    ['oom', [{}, true, null]],
    ['verbTimeoutMs', [0, -1, Number.NaN, Number.POSITIVE_INFINITY, '1', null]],
    ['unknown', [1]],
  ])('refuses an unknown or ill-typed driver option %s with a TypeError', async (name, values) => {
    for (const value of values) {
      const error = await failure('ERR_INVALID_OPTION', runc({ [name]: value } as never));
      expect(error).toBeInstanceOf(TypeError);
      expect(error.message).toContain(name);
    }
  });
});
