import { expect, it } from 'vitest';
import { duration } from '../../src/arguments/duration.ts';

it.each([
  ['30s', 30_000],
  ['90', 90_000],
  ['0.5', 500],
  ['250ms', 250],
  ['1m30s', 90_000],
  ['1.5h', 5_400_000],
  ['2d', 172_800_000],
])('reads %s', (text, ms) => {
  expect(duration('--timeout', text)).toEqual({ text, ms });
});

it.each(['', '0', '0s', '-1s', 'abc', '5x', '1h foo', '1 h', '1e3s', 's', '25d', '10y', '0x10', 'Infinity'])(
  'refuses %j and says what would be right',
  (text) => {
    expect(() => duration('--timeout', text)).toThrow(
      /^--timeout: ".*" will not do; give a time such as 30s/,
    );
  },
);
