import { existsSync, statSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { scratch } from '../../src/program/scratch.ts';

describe('the files of a call', () => {
  test('are for this user alone, and gone when it is over', () => {
    let dir: string;
    {
      using files = scratch();
      ({ dir } = files);
      const path = files.write('process.json', '{}');
      expect(path).toBe(`${dir}/process.json`);
      expect(files.read('process.json')).toBe('{}');
      expect(files.read('log')).toBeUndefined();
      expect(statSync(dir).mode & 0o777).toBe(0o700);
      expect(statSync(path).mode & 0o777).toBe(0o600);
    }
    expect(existsSync(dir)).toBe(false);
  });

  test('may be gone already', () => {
    const files = scratch();
    files[Symbol.dispose]();
    files[Symbol.dispose]();
    expect(files.read('log')).toBeUndefined();
  });
});
