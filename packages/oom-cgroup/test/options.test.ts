import { describe, expect, it } from 'vitest';
import { oomCgroup } from '../src/index.ts';

const refused = (options: unknown, words: RegExp): void => {
  expect(() => oomCgroup(options as never)).toThrow(
    expect.objectContaining({ code: 'ERR_INVALID_OPTION', message: expect.stringMatching(words) }),
  );
};

describe('the options of oomCgroup', () => {
  it('may be left out, or undefined', () => {
    expect(typeof oomCgroup()).toBe('function');
    expect(typeof oomCgroup({ descendants: undefined, onPressure: undefined })).toBe('function');
  });

  it.each([
    [null, /give an object/],
    [{ interval: 5 }, /no option interval; known are .*intervalMs/],
    [{ intervalMs: 0 }, /intervalMs is 0; give a number of milliseconds from 1/],
    [{ intervalMs: Number.NaN }, /intervalMs/],
    [{ way: 'inotify' }, /way is "inotify"; give 'events' or 'timer'/],
    [{ oomGroup: 1 }, /oomGroup is 1; give true or false/],
    [{ descendants: 'no' }, /descendants/],
    [{ onPressure: true }, /onPressure is true; give a function/],
    [{ pressure: {} }, /nobody is told; give onPressure too/],
    [
      { onPressure: () => {}, pressure: { level: 'most' } },
      /pressure: level is "most"; give 'some' or 'full'/,
    ],
    [{ onPressure: () => {}, pressure: { windowMs: 100 } }, /windowMs is 100; give .* from 500 to 10000/],
    [{ onPressure: () => {}, pressure: { stallMs: 600, windowMs: 600 } }, /less than the window of 600/],
    [{ onPressure: () => {}, pressure: { window: 600 } }, /pressure: there is no option window/],
  ])('are refused at once where they are none: %o', refused);
});
