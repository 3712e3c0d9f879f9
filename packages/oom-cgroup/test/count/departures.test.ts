import { describe, expect, it } from 'vitest';
import { departures } from '../../src/count/departures.ts';
import type { Member } from '../../src/count/member.ts';

/** A fake of a removed cgroup: what it counted last, and the events that came and were not counted. */
const removed = (count: number, events: () => number): Member & { readonly disposed: () => boolean } => {
  let over = false;
  return {
    count: () => count,
    gone: () => true,
    pending: events,
    settle: () => {},
    disposed: () => over,
    [Symbol.dispose]: () => {
      over = true;
    },
  };
};

describe('removed cgroups of a tree', () => {
  it('have told all where the removal is the one event left, be it late', async () => {
    using left = departures();
    let events = 0;
    setTimeout(() => events++, 30);
    const member = removed(2, () => events);
    left.add(member);
    left.add(removed(1, () => 1));
    expect(left.count()).toBe(3);
    expect(await left.complete()).toBe(true);
    expect(left.count()).toBe(3);
    expect(member.disposed()).toBe(true);
  });

  it('may have killed uncounted where there is one event more, or the removal was never told', async () => {
    using more = departures();
    more.add(removed(0, () => 2));
    expect(await more.complete()).toBe(false);
    using none = departures();
    none.add(removed(0, () => 0));
    expect(await none.complete()).toBe(false);
    expect(await none.complete()).toBe(false);
  });

  it('are let go of though nobody asks', async () => {
    using left = departures();
    const member = removed(5, () => 1);
    left.add(member);
    await expect.poll(member.disposed, { timeout: 30_000 }).toBe(true);
    expect(left.count()).toBe(5);
    expect(await left.complete()).toBe(true);
  });
});
