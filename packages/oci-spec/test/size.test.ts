import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseSize } from '../src/index.ts';

describe('parseSize', () => {
  test.each([
    [0, 0],
    [4096, 4096],
    ['512', 512],
    ['512b', 512],
    ['64MiB', 64 << 20],
    ['64Mi', 64 << 20],
    ['64m', 64 << 20],
    ['64 M', 64 << 20],
    ['64MB', 64_000_000],
    ['1.5k', 1536],
    ['1.0001k', 1024],
    ['2GiB', 2 ** 31],
    ['1TiB', 2 ** 40],
    ['1PB', 1e15],
  ])('%s is %i bytes', (size, bytes) => {
    expect(parseSize(size)).toBe(bytes);
  });

  test.each([
    -1,
    1.5,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    2 ** 60,
    '',
    'lots',
    '-1',
    '1e3',
    '1 mile',
    '9999999P',
    '0x10',
    '١',
  ])('%s is refused with what would be right', (size) => {
    expect(() => parseSize(size)).toThrow(TypeError);
    expect(() => parseSize(size)).toThrow(/512MiB/);
  });

  test('whatever is given, it is whole bytes or an error', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.double(), fc.stringMatching(/^\d{1,8}(\.\d{1,4})?[kmgtpKMGTP]?i?[bB]?$/)),
        (size) => {
          let bytes: number;
          try {
            bytes = parseSize(size);
          } catch (error) {
            expect(error).toMatchObject({ code: 'ERR_INVALID_OPTION' });
            return;
          }
          expect(Number.isSafeInteger(bytes) && bytes >= 0).toBe(true);
        },
      ),
    );
  });
});
