import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { chase } from '../../src/count/chase.ts';

describe('the chase of a count that an event has announced', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const chased = (pendingFor: number) => {
    const seen = { looks: 0, givenUp: 0 };
    const chasing = chase({
      look: () => void seen.looks++,
      pending: () => seen.looks < pendingFor && seen.givenUp === 0,
      giveUp: () => void seen.givenUp++,
    });
    return { seen, chasing };
  };

  it('ends with the first look where that finds it, and leaves no timer', () => {
    const { seen, chasing } = chased(1);
    chasing.begin();
    expect(seen).toEqual({ looks: 1, givenUp: 0 });
    expect(vi.getTimerCount()).toBe(0);
  });

  it('looks again within milliseconds until it is there', () => {
    const { seen, chasing } = chased(4);
    chasing.begin();
    vi.advanceTimersByTime(3);
    expect(seen).toEqual({ looks: 4, givenUp: 0 });
    expect(vi.getTimerCount()).toBe(0);
  });

  it('gives up after a second: that event was no kill', () => {
    const { seen, chasing } = chased(Number.POSITIVE_INFINITY);
    chasing.begin();
    vi.advanceTimersByTime(2000);
    expect(seen.givenUp).toBe(1);
    expect(seen.looks).toBeLessThan(20);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('begins anew with another event, and stops when disposed', () => {
    const { seen, chasing } = chased(Number.POSITIVE_INFINITY);
    chasing.begin();
    chasing.begin();
    expect(vi.getTimerCount()).toBe(1);
    chasing[Symbol.dispose]();
    expect(vi.getTimerCount()).toBe(0);
    expect(seen).toEqual({ looks: 2, givenUp: 0 });
  });
});
