import { describe, expect, test } from 'vitest';
import {
  absolutePath,
  boolean,
  checkOptions,
  fn,
  milliseconds,
  oneOf,
  text,
  texts,
} from '../../src/options/kinds.ts';

describe('the kinds of options', () => {
  test.each([
    ['boolean', boolean, [true, false], [0, 'true', null]],
    ['text', text, ['a', ' '], ['', 'a\0', 7, null]],
    ['texts', texts, [[], ['a', '']], ['a', [1], ['\0'], null]],
    ['fn', fn, [() => {}, class {}], [{}, null]],
    ['milliseconds', milliseconds, [0.5, 1, 2 ** 31 - 1], [0, -1, 2 ** 31, Number.NaN, Infinity, '1']],
    ['absolutePath', absolutePath, ['/', '/a'], ['a', './a', '', '/\0', null]],
    ['oneOf', oneOf(true, 'auto'), [true, 'auto'], [false, 'AUTO', undefined]],
  ])('take what they name, and nothing else: %s', (_name, kind, right, wrong) => {
    expect(right.filter((value) => !kind.is(value))).toEqual([]);
    expect(wrong.filter((value) => kind.is(value))).toEqual([]);
  });
});

describe('options', () => {
  const kinds = { debug: boolean, path: text };
  const error = (options: unknown): unknown => {
    try {
      checkOptions('runc', kinds, options);
    } catch (thrown) {
      return thrown;
    }
    return undefined;
  };

  test('may be left out, or be undefined', () => {
    expect(error({})).toBeUndefined();
    expect(error({ debug: undefined, path: 'a' })).toBeUndefined();
  });

  test.each<[string, unknown, string]>([
    ['unknown', { Debug: true }, 'runc: there is no option Debug; known are debug, path'],
    ['of Object’s own', { toString: 1 }, 'runc: there is no option toString; known are debug, path'],
    ['of the wrong type', { debug: 'yes' }, 'runc: debug is "yes"; give a boolean'],
    ['null', { debug: null }, 'runc: debug is null; give a boolean'],
    ['an object', { path: new Map() }, 'runc: path is an object (Map); give a string that is not empty'],
    ['an object without a prototype', { path: Object.create(null) }, 'an object (without prototype)'],
    ['an array', { path: [] }, 'runc: path is an array; give'],
    ['a function', { path: () => {} }, 'runc: path is a function; give'],
  ])('are refused with what is wrong and what would be right where one is %s', (_what, options, message) => {
    expect(error(options)).toBeInstanceOf(TypeError);
    expect(error(options)).toMatchObject({
      code: 'ERR_INVALID_OPTION',
      message: expect.stringContaining(message),
    });
  });

  test.each([null, 'x', 7, true])('are refused where they are %j and no object', (options) => {
    expect(error(options)).toMatchObject({ code: 'ERR_INVALID_OPTION' });
  });

  test('of great length are cut in the message', () => {
    expect((error({ debug: 'x'.repeat(10_000) }) as Error).message.length).toBeLessThan(200);
  });
});
