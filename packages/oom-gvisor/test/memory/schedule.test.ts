import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { repeat } from '../../src/memory/schedule.ts';

describe('the timer that all sandboxes share', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('is one, calls each at its own pace, and is gone with the last', () => {
    const calls = { fast: 0, slow: 0 };
    const fast = repeat(() => {
      calls.fast++;
      return 50;
    }, 50);
    const slow = repeat(() => {
      calls.slow++;
      return 500;
    }, 500);
    expect(vi.getTimerCount()).toBe(1);
    vi.advanceTimersByTime(1000);
    expect(calls).toEqual({ fast: 20, slow: 2 });
    expect(vi.getTimerCount()).toBe(1);
    fast[Symbol.dispose]();
    slow[Symbol.dispose]();
    slow[Symbol.dispose]();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('may be left in the midst of its work', () => {
    let calls = 0;
    const own = repeat(() => {
      calls++;
      own[Symbol.dispose]();
      return 10;
    }, 10);
    vi.advanceTimersByTime(100);
    expect(calls).toBe(1);
    expect(vi.getTimerCount()).toBe(0);
  });
});
