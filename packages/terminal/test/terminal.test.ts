import { isRuntimeError } from '@caisson/errors';
import { describe, expect, it } from 'vitest';
import { attachTerminal, terminal } from '../src/index.ts';

describe('terminal', () => {
  it('has 80 columns and 24 rows unless told otherwise', () => {
    expect(terminal()).toMatchObject({ columns: 80, rows: 24 });
    expect(terminal({ columns: 1, rows: 65_535 })).toMatchObject({ columns: 1, rows: 65_535 });
  });

  it.each([0, -1, 1.5, 65_536, Number.NaN, '80'])('refuses %s columns', (columns) => {
    try {
      terminal({ columns: columns as number });
      expect.unreachable();
    } catch (error) {
      expect(isRuntimeError(error, 'ERR_INVALID_OPTION')).toBe(true);
      expect((error as Error).message).toMatch(/columns .* give a whole number/);
    }
  });
});

describe('attachTerminal', () => {
  it('refuses what is no terminal', () => {
    const input = { isTTY: false } as typeof process.stdin;
    expect(() => attachTerminal(input, process.stdout)).toThrow(/must be a terminal/);
  });
});
