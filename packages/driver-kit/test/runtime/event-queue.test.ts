import type { ContainerEvent } from '@caisson/core';
import { describe, expect, test } from 'vitest';
import { eventQueue } from '../../src/runtime/event-queue.ts';

const event = (ms: number): ContainerEvent => ({ type: 'oom', at: new Date(ms) });
const done = { done: true, value: undefined };

describe('a queue of events', () => {
  test('gives each event once, in order, to readers that wait and to those that come later', async () => {
    const { events, put, last } = eventQueue();
    const iterator = events[Symbol.asyncIterator]();
    const waiting = [iterator.next(), iterator.next()];
    put(event(1));
    put(event(2));
    put(event(3));
    last(event(4));
    put(event(5));
    const all = await Promise.all([...waiting, iterator.next(), iterator.next(), iterator.next()]);
    expect(all.map(({ value }) => (value as { at: Date } | undefined)?.at.getTime())).toEqual([
      1,
      2,
      3,
      4,
      undefined,
    ]);
    expect(await iterator.next()).toEqual(done);
  });

  test('tells one reader the error, after what is there already, and the others the end', async () => {
    const { events, put, fail } = eventQueue();
    const iterator = events[Symbol.asyncIterator]();
    put(event(1));
    fail(new Error('cut'));
    expect(await iterator.next()).toMatchObject({ done: false });
    await expect(iterator.next()).rejects.toThrow('cut');
    expect(await iterator.next()).toEqual(done);
    const waiting = eventQueue();
    const other = waiting.events[Symbol.asyncIterator]();
    const settled = Promise.allSettled([other.next(), other.next()]);
    waiting.fail(new Error('cut'));
    expect(await settled).toMatchObject([{ status: 'rejected' }, { status: 'fulfilled', value: done }]);
  });

  test('forgets what is there when the reader leaves, and calls leave once', async () => {
    const { events, put, end, onLeave } = eventQueue();
    let left = 0;
    onLeave(() => left++);
    put(event(1));
    for await (const _first of events) break;
    end();
    expect(left).toBe(1);
    expect(await events[Symbol.asyncIterator]().next()).toEqual(done);
  });

  test('calls leave at once where it has ended before', () => {
    const { end, onLeave } = eventQueue();
    let left = 0;
    end();
    onLeave(() => left++);
    expect(left).toBe(1);
  });
});
