import { describe, expect, it } from 'vitest';
import { paceMs } from '../../src/memory/pace.ts';

const mib = 1 << 20;
const pace = (usage: number, before: number, limit = 1024): number =>
  paceMs(
    { usageBytes: usage * mib, beforeBytes: before * mib, elapsedMs: 100, limitBytes: limit * mib },
    50,
    2000,
  );

describe('the pace of measuring', () => {
  it('is slow far from the limit, and twice before it can be reached', () => {
    expect(pace(0, 0, 4096)).toBe(2000);
    expect(pace(512, 512)).toBe(1000);
    expect(pace(768, 768)).toBe(500);
  });

  it('is faster where memory grows faster', () => {
    expect(pace(512, 412)).toBe(256);
    expect(pace(512, 612)).toBe(1000);
  });

  it('is never faster than the fastest, at the limit and beyond', () => {
    expect([pace(1020, 900), pace(1024, 1024), pace(2000, 1024)]).toEqual([50, 50, 50]);
  });
});
