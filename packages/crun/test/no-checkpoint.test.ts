import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { libraryMissing } from '../src/no-checkpoint.ts';

const dir = mkdtempSync(join(tmpdir(), 'crun-library-'));
afterAll(() => rmSync(dir, { recursive: true }));

const cacheOf = (...names: readonly string[]): string => {
  const path = join(dir, `cache-${names.length}`);
  writeFileSync(path, `glibc-ld.so.cache1.1\0${names.map((name) => `${name}\0/usr/lib/${name}\0`).join('')}`);
  return path;
};

describe('the library that crun makes images with', () => {
  test('is there if the loader knows it', () => {
    expect(libraryMissing(cacheOf('libc.so.6', 'libcriu.so.2'))).toBeUndefined();
  });

  test('is missing otherwise, which says what to install', () => {
    expect(libraryMissing(cacheOf('libc.so.6'))).toMatch(/libcriu\.so\.2.*libcriu2/);
  });

  test('is left to crun where the loader keeps no such list', () => {
    expect(libraryMissing(join(dir, 'none'))).toBeUndefined();
  });
});
