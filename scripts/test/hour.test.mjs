import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { withTree } from '../tree/fixture.mjs';
import { beginHour, within } from './hour.mjs';
import { stages } from './stages.mjs';

const minute = 60_000;
const plain = { name: 'a', when: /** @type {const} */ ('all'), command: ['true'], limitMs: 30 * minute };
const last = { ...plain, inTheHour: true };

describe('the hour', () => {
  it('goes on from npm test, and begins anew where that was another day', async () => {
    await withTree({}, async (dir) => {
      const file = join(dir, 'results', 'begun.json');
      const begin = (goesOn, at) => beginHour({ goesOn, file, now: at * minute });
      expect(await begin(true, 5)).toBe(5 * minute);
      expect(await begin(false, 10)).toBe(10 * minute);
      expect(await begin(true, 35)).toBe(10 * minute);
      expect(await begin(true, 1_440)).toBe(1_440 * minute);
      expect(await begin(true, 1_450)).toBe(1_440 * minute);
    });
  });

  it('gives the stage that takes what is left of it no more than that', () => {
    expect(within(last, 0, 45 * minute).limitMs).toBe(14 * minute);
    expect(within(last, 0, 10 * minute).limitMs).toBe(30 * minute);
    expect(within(last, 0, 100 * minute).limitMs).toBe(minute);
  });

  it('leaves the others their limits', () => {
    expect(within(plain, 0, 45 * minute)).toEqual(plain);
  });

  it('has one such stage, the last', () => {
    expect(stages.findIndex(({ inTheHour }) => inTheHour === true)).toBe(stages.length - 1);
  });
});
