import { describe, expect, it } from 'vitest';
import { oomGvisor } from '../src/index.ts';

describe('the options of oomGvisor', () => {
  it('may be left out, or undefined', () => {
    expect(typeof oomGvisor()).toBe('function');
    expect(typeof oomGvisor({ limitBytes: undefined, intervalMs: { slowest: 20 } })).toBe('function');
  });

  it.each([
    [null, /give an object/],
    [{ limit: 1 }, /has no limit; known are limitBytes/],
    [{ limitBytes: 0 }, /limitBytes is 0; give a number of bytes above 0/],
    [{ limitBytes: '1GiB' }, /limitBytes is "1GiB"/],
    [{ threshold: 95 }, /threshold is 95; give a share above 0 and at most 1/],
    [{ threshold: 0 }, /threshold/],
    [{ onThreshold: 'me' }, /onThreshold is string; give a function/],
    [{ intervalMs: 50 }, /intervalMs is 50; give an object/],
    [{ intervalMs: { slow: 50 } }, /intervalMs has no slow/],
    [{ intervalMs: { fastest: 0 } }, /intervalMs.fastest is 0; give a number of milliseconds/],
    [{ intervalMs: { slowest: 50, fastest: 60 } }, /fastest, 60, is above slowest, 50/],
  ])('are refused at once where they are none: %o', (options, words) => {
    expect(() => oomGvisor(options as never)).toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_OPTION', message: expect.stringMatching(words) }),
    );
  });
});
