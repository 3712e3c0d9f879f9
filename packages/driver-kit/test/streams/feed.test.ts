import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync } from 'node:fs';
import { Socket } from 'node:net';
import { PassThrough, Readable, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { loadLinux } from '@caisson/linux';
import { describe, expect, test } from 'vitest';
import { feed } from '../../src/streams/feed.ts';
import { linux } from '../fixtures/host.ts';
import { turns } from '../fixtures/turn.ts';

const MiB = 1 << 20;

/** A script and the writing end of the real pipe that is its standard input. */
const reader = async (script: string): Promise<{ into: Socket; printed: Promise<string> }> => {
  const { read, write } = (await loadLinux()).pipe();
  const child = spawn('sh', ['-c', script], { stdio: [read, 'pipe', 'inherit'] });
  closeSync(read);
  const into = new Socket({ fd: write, readable: false, writable: true });
  return { into, printed: text(child.stdout as Readable) };
};

const letters = async function* (): AsyncGenerator<string | Uint8Array> {
  yield 'a';
  yield Buffer.from('b');
  yield 'c';
};

describe.skipIf(!linux)('a feed into a real process (needs Linux)', () => {
  test.each([
    ['text', () => 'abc'],
    ['bytes', () => new Uint8Array([97, 98, 99])],
    ['a readable of bytes', () => new PassThrough().end('abc')],
    ['a readable of objects', () => Readable.from(['a', Buffer.from('b'), 'c'])],
    ['an async iterable', letters],
    ['a web stream', () => new Blob(['abc']).stream()],
  ])('gives it %s, and ends its input', async (_what, source) => {
    const { into, printed } = await reader('cat');
    const { done } = feed(source(), into);
    await done;
    expect(await printed).toBe('abc');
  });

  test.each([
    ['a readable', (chunks: AsyncGenerator<Uint8Array>) => Readable.from(chunks, { objectMode: false })],
    ['a readable of objects', (chunks: AsyncGenerator<Uint8Array>) => Readable.from(chunks)],
    ['an async iterable', (chunks: AsyncGenerator<Uint8Array>) => chunks],
  ])('takes from %s at the pace at which the process reads, and keeps nothing', async (_what, source) => {
    const { into, printed } = await reader('read -r go </dev/null; exec wc -c');
    let given = 0;
    const chunks = async function* (): AsyncGenerator<Uint8Array> {
      for (; given < 512; given++) yield Buffer.alloc(MiB, 'x');
    };
    const before = process.memoryUsage().arrayBuffers;
    const { done } = feed(source(chunks()), into);
    let peak = 0;
    const timer = setInterval(() => {
      peak = Math.max(peak, process.memoryUsage().arrayBuffers - before);
    }, 5);
    await done;
    clearInterval(timer);
    expect(Number(await printed)).toBe(512 * MiB);
    expect(peak).toBeLessThan(200 * MiB);
  });

  test.each([
    ['a readable, which is left as it is', () => new PassThrough({ highWaterMark: 10 * MiB })],
    ['an async iterable', letters],
  ])('is done, without a failure, when the process closes its input: from %s', async (_what, source) => {
    const { into } = await reader('exec 0<&-; sleep 0.05');
    const from = source();
    if (from instanceof PassThrough) from.write(Buffer.alloc(MiB));
    const { done } = feed(from, into);
    await done;
    if (from instanceof PassThrough) expect(from.destroyed).toBe(false);
  });
});

describe('a feed that is stopped', () => {
  test('leaves a readable that never ends as it was: usable, and nobody listening', async () => {
    const source = new PassThrough();
    const names = ['data', 'end', 'error', 'close', 'readable'] as const;
    const before = names.map((name) => source.listenerCount(name));
    const into = new PassThrough();
    const { done, stop } = feed(source, into);
    source.write('a');
    await turns();
    expect(String(into.read())).toBe('a');
    stop();
    await done;
    await turns();
    expect(into.destroyed).toBe(true);
    expect(source.destroyed).toBe(false);
    expect(names.map((name) => source.listenerCount(name))).toEqual(before);
    source.write('b');
    const next = new PassThrough();
    feed(source, next);
    await turns();
    expect(String(next.read())).toBe('b');
  });

  test('leaves a readable of objects as it was too', async () => {
    const source = new Readable({ objectMode: true, read: () => {} });
    const into = new PassThrough();
    const { done, stop } = feed(source, into);
    source.push('a');
    await turns();
    expect(String(into.read())).toBe('a');
    stop();
    await done;
    source.push('b');
    await turns();
    expect(source.destroyed).toBe(false);
    expect(source.readableFlowing).toBe(false);
    expect(source.listenerCount('data') + source.listenerCount('error')).toBe(0);
    expect(source.read()).toBe('b');
  });

  test('returns an async iterator, one that is stuck in next() too', async () => {
    const returned: string[] = [];
    const source: AsyncIterable<string> = {
      [Symbol.asyncIterator]: () => ({
        next: () => new Promise(() => {}),
        return: async () => {
          returned.push('yes');
          return { done: true, value: undefined };
        },
      }),
    };
    const { done, stop } = feed(source, new PassThrough());
    await turns();
    stop();
    await done;
    expect(returned).toEqual(['yes']);
  });

  test('does not mind an iterator whose return fails, or that has none', async () => {
    const next = (): Promise<never> => new Promise(() => {});
    const iterators: AsyncIterator<string>[] = [
      { next },
      { next, return: () => Promise.reject(new Error('no')) },
      {
        next,
        return: () => {
          throw new Error('no');
        },
      },
    ];
    for (const iterator of iterators) {
      const { done, stop } = feed({ [Symbol.asyncIterator]: () => iterator }, new PassThrough());
      await turns();
      stop();
      await done;
    }
  });
});

describe('a feed whose source', () => {
  const failure = new Error('cut');
  const failing = async function* (): AsyncGenerator<string> {
    yield 'a';
    throw failure;
  };

  test.each([
    [
      'errors later',
      () => {
        const source = new PassThrough();
        setImmediate(() => source.destroy(failure));
        return source;
      },
    ],
    ['has errored', () => new PassThrough().on('error', () => {}).destroy(failure)],
    ['throws', failing],
  ])('%s fails with that error, and ends the process’s input abruptly', async (_how, source) => {
    const into = new PassThrough();
    const { done } = feed(source() as Readable, into);
    await expect(done).rejects.toBe(failure);
    expect(into.destroyed).toBe(true);
    expect(into.writableEnded).toBe(false);
  });

  test.each([
    ['is destroyed later', (source: Readable) => setImmediate(() => source.destroy())],
    ['was destroyed', (source: Readable) => source.destroy()],
  ])('%s before its end fails, and says so', async (_when, destroy) => {
    const source = new PassThrough();
    destroy(source);
    await expect(feed(source, new PassThrough()).done).rejects.toThrow('closed before its end');
  });

  test('has ended already ends the process’s input', async () => {
    const source = new PassThrough().end();
    source.resume();
    await once(source, 'end');
    const into = new PassThrough();
    await feed(source, into).done;
    expect(into.writableEnded).toBe(true);
  });

  test('cannot be iterated, for another reads it, fails and does not throw', async () => {
    const locked = new Blob(['x']).stream();
    locked.getReader();
    const into = new PassThrough();
    await expect(feed(locked as unknown as AsyncIterable<string>, into).done).rejects.toThrow(/locked/);
    expect(into.destroyed).toBe(true);
  });

  test.each([
    ['a readable', (): Readable => Readable.from([1])],
    [
      'an async iterable',
      async function* (): AsyncGenerator<unknown> {
        yield 1;
      },
    ],
  ])('%s gives neither text nor bytes fails, and crashes nobody', async (_what, source) => {
    const into = new PassThrough();
    await expect(feed(source() as Readable, into).done).rejects.toThrow(/must be of type string/);
    expect(into.destroyed).toBe(true);
  });

  test('ends while the process reads slowly loses nothing', async () => {
    let written = '';
    const into = new Writable({
      highWaterMark: 1,
      write: (chunk, _encoding, done) => {
        written += String(chunk);
        setImmediate(done);
      },
    });
    feed(letters(), into);
    await once(into, 'finish');
    expect(written).toBe('abc');
  });
});
