import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough, Readable, Writable } from 'node:stream';
import type { Streams } from '@caisson/core';
import { describe, expect, it } from 'vitest';
import { memory, type Program } from '../src/index.ts';
import { kept, world } from './support/world.ts';

const { runtime, bundle, dir } = await world();

describe('streams', () => {
  const sources: readonly (readonly [string, () => NonNullable<Streams['stdin']>])[] = [
    ['text', () => 'hello'],
    ['bytes', () => Buffer.from('hello')],
    ['a readable', () => Readable.from([Buffer.from('hel'), Buffer.from('lo')])],
    [
      'an async iterable',
      async function* (): AsyncGenerator<string | Uint8Array> {
        yield 'hel';
        yield Buffer.from('lo');
      },
    ],
    [
      'a file',
      () => {
        writeFileSync(join(dir, 'in'), 'hello');
        return { file: join(dir, 'in') };
      },
    ],
  ];

  it.each(sources)('feed a program with %s', async (_what, source) => {
    const stdout = kept();
    const status = await runtime.run('cat', bundle(['cat']), { stdin: source(), stdout: stdout.take });
    expect(status.exitCode).toBe(0);
    expect(stdout.text()).toBe('hello');
  });

  it('keep standard output and error apart, or together in order', async () => {
    const [stdout, stderr, output] = [kept(), kept(), kept()];
    await runtime.run('apart', bundle(['both']), { stdout: stdout.take, stderr: stderr.take });
    await runtime.run('together', bundle(['both']), { output: output.take });
    expect([stdout.text(), stderr.text()]).toEqual(['out1\nout2\nout3\n', 'err1\nerr2\nerr3\n']);
    expect(output.text()).toBe('out1\nerr1\nout2\nerr2\nout3\nerr3\n');
  });

  it('append to a file', async () => {
    const file = join(dir, 'log');
    for (const text of ['a', 'b']) await runtime.run('log', bundle(['print', text]), { stdout: { file } });
    expect(readFileSync(file, 'utf8')).toBe('ab');
  });

  it('write to a writable, and leave it open and without listeners', async () => {
    const sink = new PassThrough();
    await runtime.run('pass', bundle(['print', 'x']), { stdout: sink });
    await new Promise(setImmediate);
    expect(String(sink.read())).toBe('x');
    expect([sink.writableEnded, sink.destroyed, sink.listenerCount('error')]).toEqual([false, false, 0]);
  });

  it('slow a program down to its sink', async () => {
    let given = 0;
    let taken = 0;
    let ahead = 0;
    const flood: Program = async ({ stdout }) => {
      for (; given < 1_000_000; given += 10_000) {
        ahead = Math.max(ahead, given - taken);
        await stdout(Buffer.alloc(10_000));
      }
    };
    const own = await memory({ programs: { flood } });
    const stdout = async (chunk: Uint8Array): Promise<void> => {
      await new Promise(setImmediate);
      taken += chunk.byteLength;
    };
    await own.run('slow', bundle(['flood']), { stdout });
    expect(taken).toBe(1_000_000);
    expect(ahead).toBeLessThanOrEqual(2 * 65_536 + 20_000);
  });

  it('deliver all that a program wrote before it exited', async () => {
    let length = 0;
    await runtime.run('flood', bundle(['flood', '1000000']), {
      stdout: (chunk) => {
        length += chunk.byteLength;
      },
    });
    expect(length).toBe(1_000_000);
  });

  it('do not wait for a process that still holds them', async () => {
    const stdout = kept();
    expect((await runtime.run('leave', bundle(['leave']), { stdout: stdout.take })).exitCode).toBe(0);
  });

  const failing = {
    'a function that throws': () => ({
      stdout: () => {
        throw new Error('disk full');
      },
    }),
    'a writable that fails': () => ({
      stdout: new Writable({ write: (_chunk, _encoding, done) => done(new Error('disk full')) }),
    }),
    'an iterable that fails': () => ({
      stdin: (async function* () {
        yield 'x';
        throw new Error('disk full');
      })(),
    }),
    'a readable that fails': () => ({
      stdin: new Readable({
        read() {
          this.destroy(new Error('disk full'));
        },
      }),
    }),
  };

  it.each(Object.entries(failing))('kill the program where there is %s', async (_what, streams) => {
    await expect(runtime.run('broken', bundle(['talk']), streams())).rejects.toMatchObject({
      code: 'ERR_STREAM',
      cause: { message: 'disk full' },
      status: { exitCode: 137, signal: 'SIGKILL' },
    });
    expect(await runtime.list()).toEqual([]);
  });

  it('leave a readable as it is when the program does not read it to its end', async () => {
    const source = new Readable({ read: () => {} });
    source.push('x');
    await runtime.run('unread', bundle(['exit', '0']), { stdin: source });
    expect([source.destroyed, source.listenerCount('data'), source.listenerCount('error')]).toEqual([
      false,
      0,
      0,
    ]);
  });

  it('refuse a terminal', async () => {
    const terminal = { columns: 80, rows: 24, listen: async () => await Promise.reject(new Error('never')) };
    const running = runtime.run('tty', bundle(['exit', '0']), { output: () => {}, terminal });
    await expect(running).rejects.toMatchObject({ code: 'ERR_NOT_SUPPORTED' });
  });
});
