import { expect, it } from 'vitest';
import { busyMs } from '../harness/processor.ts';

it('adds up the busy ticks of all processors: not idle, waiting, stolen or guest time', () => {
  expect(busyMs('cpu  1 2 4 1000 1000 8 16 1000 1000 1000\ncpu0 9 9 9 9 9 9 9 9 9 9\n')).toBe(310);
});

it('moves while this process works', () => {
  const before = busyMs();
  for (const end = performance.now() + 200; performance.now() < end; );
  expect(busyMs()).toBeGreaterThan(before);
});
