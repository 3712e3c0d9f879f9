import { expect, it } from 'vitest';
import { barOf } from '../../src/output/written.ts';

it('shows how much is written, and of how much where that is about known', () => {
  expect(barOf(5 << 20, 10 << 20)).toBe('[##########..........] 5 MiB');
  expect(barOf(15 << 20, 10 << 20)).toBe('[####################] 15 MiB');
  expect(barOf(5 << 20, undefined)).toBe('5 MiB');
});
