import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { everyTick } from '../../src/alarms/timer.ts';

describe('the timer that watchers share', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('is one for a thousand, and gone with the last', () => {
    let ticks = 0;
    const tick = (): void => void ticks++;
    const all = Array.from({ length: 1000 }, () => everyTick(500, tick));
    expect(vi.getTimerCount()).toBe(1);
    vi.advanceTimersByTime(1000);
    expect(ticks).toBe(2000);
    for (const one of all.slice(1)) one[Symbol.dispose]();
    all[1]?.[Symbol.dispose]();
    vi.advanceTimersByTime(500);
    expect(ticks).toBe(2001);
    all[0]?.[Symbol.dispose]();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is another for another interval', () => {
    const [one, other] = [everyTick(500, () => {}), everyTick(50, () => {})];
    expect(vi.getTimerCount()).toBe(2);
    for (const each of [one, other]) each[Symbol.dispose]();
    expect(vi.getTimerCount()).toBe(0);
  });
});
