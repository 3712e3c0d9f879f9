import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { workOf } from '../../src/runtime/image-options.ts';

const dir = mkdtempSync(join(tmpdir(), 'yards-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const mounted = (path: string): boolean => readFileSync('/proc/self/mountinfo', 'utf8').includes(` ${path} `);
const mountAt = (path: string): void => {
  mkdirSync(path, { recursive: true });
  execFileSync('mount', ['-t', 'tmpfs', 'tmpfs', path]);
};
/** As a CRIU leaves it that was killed: a file system in memory, the hierarchies mounted in it. */
const leave = (work: string): readonly string[] => {
  const yard = join(work, '.criu.cgyard.AbCdEf');
  mountAt(yard);
  mountAt(join(yard, 'memory'));
  mkdirSync(join(yard, 'memory', 'a-cgroup'));
  return [yard, join(yard, 'memory')];
};

describe.skipIf(process.getuid?.() !== 0)('what a killed CRIU left mounted (needs root)', () => {
  it('goes before a work directory of the driver’s own is removed with all in it', () => {
    const work = workOf('restore', undefined);
    const left = leave(work.dir);
    expect(left.map(mounted)).toEqual([true, true]);
    work[Symbol.dispose]();
    expect(left.map(mounted)).toEqual([false, false]);
    expect(existsSync(work.dir)).toBe(false);
    work[Symbol.dispose](); // As often as one likes.
  });

  it('goes from the caller’s directory too, and what was there before stays', () => {
    const own = join(dir, 'own');
    mkdirSync(join(own, '.criu.cgyard.another'), { recursive: true });
    const work = workOf('restore', own);
    const left = leave(own);
    work[Symbol.dispose]();
    expect(left.map(mounted)).toEqual([false, false]);
    expect(existsSync(join(own, '.criu.cgyard.another'))).toBe(true);
    expect(existsSync(left[0] ?? '')).toBe(false);
  });
});
