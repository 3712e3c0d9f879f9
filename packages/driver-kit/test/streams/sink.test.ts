import { PassThrough, Writable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { takerOf } from '../../src/streams/sink.ts';
import { turns } from '../fixtures/turn.ts';

const chunk = Buffer.from('x');
const listeners = (sink: Writable): number => sink.listenerCount('error') + sink.listenerCount('close');

describe('a taker', () => {
  test('is ready for the next chunk when the writable has done with this one', async () => {
    let done = (): void => {};
    const sink = new Writable({
      highWaterMark: 1 << 20,
      write: (_chunk, _encoding, callback) => {
        done = callback;
      },
    });
    const { take } = takerOf(sink);
    let ready = false;
    const taking = take(chunk).then(() => {
      ready = true;
    });
    await turns();
    expect(ready).toBe(false);
    done();
    await taking;
  });

  test('waits for a function’s promise, and fails as it does', async () => {
    const { take } = takerOf(async (bytes) => {
      if (bytes === chunk) throw new Error('full');
    });
    await take(Buffer.from('y'));
    await expect(take(chunk)).rejects.toThrow('full');
    const throws = takerOf(() => {
      throw new Error('at once');
    });
    await expect(throws.take(chunk)).rejects.toThrow('at once');
  });

  test('never ends its sink', async () => {
    const sink = new PassThrough();
    const { take, release } = takerOf(sink);
    await take(chunk);
    release();
    await turns();
    expect(sink.writableEnded || sink.destroyed).toBe(false);
  });

  test('tells of a failure between two chunks, and fails the next', async () => {
    const sink = new PassThrough();
    const { take, failed } = takerOf(sink);
    const error = new Error('gone');
    sink.destroy(error);
    await expect(failed).rejects.toBe(error);
    await expect(take(chunk)).rejects.toBe(error);
  });

  test('knows a sink that had failed before', async () => {
    const sink = new PassThrough().on('error', () => {});
    const error = new Error('gone');
    sink.destroy(error);
    await turns();
    const { take, failed } = takerOf(sink);
    await expect(failed).rejects.toBe(error);
    await expect(take(chunk)).rejects.toBe(error);
  });

  test('fails the chunk that is under way when the sink is closed', async () => {
    const sink = new Writable({ write: () => {} });
    const { take } = takerOf(sink);
    const taking = take(chunk);
    sink.destroy();
    await expect(taking).rejects.toThrow();
  });

  test.each([
    ['ended', (sink: Writable) => sink.end()],
    ['destroyed', (sink: Writable) => sink.destroy()],
  ])('fails at the first chunk where the sink is %s', async (_how, close) => {
    const sink = new PassThrough();
    close(sink);
    await turns();
    const { take } = takerOf(sink);
    await expect(take(chunk)).rejects.toThrow();
    await turns();
  });

  test('keeps listening to a sink that is busy when it is let go, so that its failure crashes nobody', async () => {
    let done: (error: Error) => void = () => {};
    const sink = new Writable({
      write: (_chunk, _encoding, callback) => {
        done = callback;
      },
    });
    const { take, release } = takerOf(sink);
    const taking = take(chunk);
    release();
    await turns();
    // In a microtask: then 'error' is emitted after all that follows from the callback.
    await Promise.resolve().then(() => done(new Error('full')));
    await expect(taking).rejects.toThrow('full');
    await turns();
    expect(listeners(sink)).toBe(0);
  });

  test('shares one listener among all processes that share a sink, and leaves none', async () => {
    const warnings: Error[] = [];
    const onWarning = (warning: Error): void => void warnings.push(warning);
    process.on('warning', onWarning);
    const sink = new PassThrough();
    const before = listeners(sink);
    const takers = Array.from({ length: 50 }, () => takerOf(sink));
    expect(listeners(sink)).toBe(before + 2);
    sink.resume();
    await Promise.all(takers.map(({ take }) => take(chunk)));
    for (const { release } of takers) release();
    await turns();
    expect(listeners(sink)).toBe(before);
    const again = takerOf(sink);
    expect(listeners(sink)).toBe(before + 2);
    again.release();
    await turns();
    expect(listeners(sink)).toBe(before);
    process.off('warning', onWarning);
    expect(warnings).toEqual([]);
  });

  test('tells all who share a sink of its failure', async () => {
    const sink = new PassThrough();
    const takers = Array.from({ length: 5 }, () => takerOf(sink));
    sink.destroy(new Error('gone'));
    for (const { failed } of takers) await expect(failed).rejects.toThrow('gone');
  });
});
