import { describe, expect, it } from 'vitest';
import { median, quantile, shuffled } from '../harness/statistics.ts';

describe('quantile', () => {
  it('interpolates between the neighbours, whatever the order of the values', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 3])).toBe(2.5);
    expect(quantile([10, 0], 0.25)).toBe(2.5);
    expect(quantile([1, 2, 3], 0)).toBe(1);
    expect(quantile([1, 2, 3], 1)).toBe(3);
  });

  it('compares numbers, not their digits', () => {
    expect(median([9, 10, 100])).toBe(10);
  });

  it('refuses to make up a value of nothing', () => {
    expect(() => median([])).toThrow(RangeError);
  });
});

describe('shuffled', () => {
  it('keeps every item and leaves its argument as it was', () => {
    const items = [1, 2, 3, 4, 5];
    expect(shuffled(items).toSorted()).toEqual(items);
    expect(items).toEqual([1, 2, 3, 4, 5]);
  });

  it('takes the order from its source of randomness', () => {
    expect(shuffled(['a', 'b', 'c'], () => 0)).toEqual(['a', 'b', 'c']);
    expect(shuffled(['a', 'b', 'c'], () => 0.99)).toEqual(['c', 'b', 'a']);
  });
});
