import { PassThrough, Writable } from 'node:stream';
import type { Streams } from '@caisson/core';
import { describe, expect, test } from 'vitest';
import type { EngineProcess } from '../../src/index.ts';
import { ioOf, plumb } from '../../src/streams/plumbing.ts';
import { turns } from '../fixtures/turn.ts';

const processWith = (parts: Partial<EngineProcess> = {}): EngineProcess & { stdin: PassThrough } =>
  ({
    stdin: new PassThrough(),
    exited: new Promise(() => {}),
    ...parts,
  }) as EngineProcess & { stdin: PassThrough };

describe('what an engine must provide', () => {
  test.each<[string, Streams, ReturnType<typeof ioOf>]>([
    ['nothing', {}, { stdin: 'null', stdout: 'null', stderr: 'null' }],
    [
      'pipes',
      { stdin: 'a', stdout: () => {}, stderr: new PassThrough() },
      { stdin: 'pipe', stdout: 'pipe', stderr: 'pipe' },
    ],
    ['one pipe for both', { output: () => {} }, { stdin: 'null', stdout: 'pipe', stderr: 'stdout' }],
    [
      'files',
      { stdin: { file: '/i' }, stdout: { file: '/o' }, stderr: { file: '/e' } },
      { stdin: { file: '/i' }, stdout: { file: '/o' }, stderr: { file: '/e' } },
    ],
    [
      'one file for both',
      { output: { file: '/o' } },
      { stdin: 'null', stdout: { file: '/o' }, stderr: 'stdout' },
    ],
  ])('is %s', (_what, streams, io) => {
    expect(ioOf(streams)).toEqual(io);
  });

  test('is a pipe for a writable that has a file of its own', () => {
    const sink = Object.assign(new PassThrough(), { file: 'of its own' });
    expect(ioOf({ output: sink }).stdout).toBe('pipe');
  });
});

describe('plumbing', () => {
  test('delivers what an ended process left, to each its own, and lets go of everything', async () => {
    const [stdout, stderr] = [new PassThrough(), new PassThrough()];
    const got: string[] = [];
    const source = new PassThrough();
    const running = processWith({ stdout, stderr });
    const { settle } = plumb(running, {
      stdin: source,
      stdout: (chunk) => void got.push(`out ${chunk}`),
      stderr: (chunk) => void got.push(`err ${chunk}`),
    });
    stdout.write('a');
    stderr.write('b');
    await settle();
    expect(got.sort()).toEqual(['err b', 'out a']);
    expect([running.stdin, stdout, stderr].map(({ destroyed }) => destroyed)).toEqual([true, true, true]);
    expect(source.destroyed).toBe(false);
  });

  test('discards what nobody asked for', () => {
    const [stdout, stderr] = [new PassThrough(), new PassThrough()];
    plumb(processWith({ stdout, stderr }), {});
    expect([stdout.destroyed, stderr.destroyed]).toEqual([true, true]);
  });

  test.each([
    ['stdout', 'stdout'],
    ['stderr', 'stderr'],
    ['output', 'stdout'],
  ])('says that %s failed, and how', async (name, stream) => {
    const from = new PassThrough();
    const cause = new Error('full');
    const { failed } = plumb(processWith({ [stream]: from }), {
      [name]: () => {
        throw cause;
      },
    });
    from.write('x');
    await expect(failed).rejects.toMatchObject({
      code: 'ERR_STREAM',
      message: `${name} failed: full`,
      cause,
    });
  });

  test('says that stdin failed, and what is no error too', async () => {
    const { failed } = plumb(processWith(), {
      stdin: (async function* (): AsyncGenerator<string> {
        yield '';
        throw 'just text';
      })(),
    });
    await expect(failed).rejects.toMatchObject({ message: 'stdin failed: just text', cause: 'just text' });
  });

  test('settles though a sink fails with the last chunk, and crashes nobody', async () => {
    const stdout = new PassThrough();
    const sink = new Writable({
      write: (_chunk, _encoding, done) => void Promise.resolve().then(() => done(new Error('full'))),
    });
    const { failed, settle } = plumb(processWith({ stdout }), { stdout: sink });
    stdout.end('x');
    await settle();
    await expect(failed).rejects.toMatchObject({ code: 'ERR_STREAM' });
    await turns();
    expect(sink.listenerCount('error')).toBe(0);
  });

  test('destroyed, lets go at once of a sink that never answers', async () => {
    const stdout = new PassThrough();
    const { settle, destroy } = plumb(processWith({ stdout }), { stdout: () => new Promise(() => {}) });
    stdout.write('x');
    await turns();
    const settling = settle();
    destroy();
    await settling;
    expect(stdout.destroyed).toBe(true);
  });
});
