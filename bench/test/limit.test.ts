import { describe, expect, it } from 'vitest';
import { judge, spread } from '../harness/limit.ts';
import type { Measured } from '../harness/side.ts';

const side = (name: string, ...wallMs: readonly number[]): Measured => ({
  name,
  wallMs,
  roundMs: wallMs,
  processorMs: 1,
});

const sides = [side('bare', 10, 20, 30), side('ours', 20, 26, 28)];

describe('judge', () => {
  it('compares the medians of the wall times', () => {
    expect(judge({ of: 'ours', to: 'bare', atMost: 1.3 }, sides)).toMatchObject({ ratio: 1.3, holds: true });
  });

  it('says by how much an upper limit is missed', () => {
    const { holds, words } = judge({ of: 'ours', to: 'bare', atMost: 1.29 }, sides);
    expect(holds).toBe(false);
    expect(words).toMatch(/^MISSED {2}ours \/ bare: 1\.30, promised at most 1\.29 /);
  });

  it('knows a lower limit', () => {
    expect(judge({ of: 'ours', to: 'bare', atLeast: 1.3 }, sides).holds).toBe(true);
    expect(judge({ of: 'ours', to: 'bare', atLeast: 4 }, sides).holds).toBe(false);
  });

  it('refuses a side that was not measured', () => {
    expect(() => judge({ of: 'theirs', to: 'bare', atMost: 1 }, sides)).toThrow(/theirs/);
  });
});

describe('spread', () => {
  it('pairs the sides by round', () => {
    expect(spread(side('a', 1, 4, 9, 16, 25), side('b', 1, 2, 3, 4, 5))).toEqual([2, 4]);
  });
});
