import { describe, expect, test } from 'vitest';
import { errorWords, parseLog } from '../../src/program/log.ts';

describe('a runtime’s log', () => {
  test('is read line by line, with the fields of each', () => {
    const log = parseLog(
      '{"level":"debug","msg":"process exited","pid":7,"status":3,"time":"t"}\n\n{"level":"error","msg":"no"}\n',
    );
    expect(log).toEqual([
      { level: 'debug', msg: 'process exited', pid: 7, status: 3, time: 't' },
      { level: 'error', msg: 'no' },
    ]);
    expect(parseLog('')).toEqual([]);
  });

  test('may have entries over several lines', () => {
    const [first, second] = [
      { msg: 'container `a` does not exist: {\n}', level: 'error' },
      { msg: 'no', level: 'error' },
    ];
    const text = [first, second].map((entry) => JSON.stringify(entry, undefined, 2)).join('\n');
    expect(parseLog(text)).toEqual([first, second]);
  });

  test('may be in the words of Rust’s tracing', () => {
    const text = '{"level":"ERROR","message":"no such container"}\n{"level":"INFO","message":"so far"}';
    expect(errorWords(parseLog(text))).toBe('no such container');
  });

  test('tells the errors alone, of every level that is one', () => {
    const lines = ['debug', 'info', 'warning', 'error', 'fatal', 'panic'].map((level) =>
      JSON.stringify({ level, msg: `${level}!` }),
    );
    expect(errorWords(parseLog(lines.join('\n')))).toBe('error!\nfatal!\npanic!');
  });

  test.each([
    ['text', 'panic: runtime error', 'panic: runtime error'],
    ['a line cut short', '{"level":"error","msg":"no', '{"level":"error","msg":"no'],
    ['JSON that is no object', '7', '7'],
    ['null', 'null', 'null'],
    ['an object without a level', '{"msg":"no"}', 'no'],
    ['an object without a message', '{"level":"error"}', '{"level":"error"}'],
    ['a message that is no text', '{"level":"error","msg":7}', '7'],
  ])('takes what is no line of it as an error’s words: %s', (_what, line, words) => {
    expect(errorWords(parseLog(line))).toBe(words);
  });
});
