import { describe, expect, it } from 'vitest';
import { pluginSuites } from './broken/plug-in-suites.ts';

describe.each(pluginSuites)('broken ones for the suite “$what”', ({ tests, broken, caughtBy, examine }) => {
  it('are eight at least, each named once, and each has tests that should catch it', () => {
    expect(broken.length).toBeGreaterThanOrEqual(8);
    expect(Object.keys(caughtBy)).toEqual(broken);
    expect(Object.entries(caughtBy).filter(([, caught]) => caught.length === 0)).toEqual([]);
  });

  it('fail between them each test of the suite, so that none is dead', () => {
    const used = new Set(Object.values(caughtBy).flat());
    expect(tests.filter((name) => !used.has(name))).toEqual([]);
  });

  it('would pass if they were not broken', async () => {
    const { outcomes, caughtBy: failed } = await examine(undefined, 20_000);
    expect(failed).toEqual([]);
    expect(outcomes.length).toBe(tests.length);
  });

  it('are caught by the tests that should, and by no other', async () => {
    const found = await Promise.all(
      broken.map(async (name) => [name, (await examine(name)).caughtBy] as const),
    );
    expect(Object.fromEntries(found)).toEqual(caughtBy);
  }, 300_000);
});
