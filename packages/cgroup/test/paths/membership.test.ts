import { describe, expect, it } from 'vitest';
import { parseProcCgroup } from '../../src/paths/membership.ts';

describe('parseProcCgroup', () => {
  it('reads v1, named and v2 lines', () => {
    expect(parseProcCgroup('4:cpu,cpuacct:/a\n1:name=systemd:/b\n0::/c\n')).toEqual([
      { controllers: ['cpu', 'cpuacct'], path: '/a', deleted: false },
      { controllers: ['name=systemd'], path: '/b', deleted: false },
      { controllers: [], path: '/c', deleted: false },
    ]);
  });

  it('keeps colons, spaces and backslashes of a path', () => {
    expect(parseProcCgroup('0::/a:b c\\040')[0]?.path).toBe('/a:b c\\040');
  });

  it('tells a cgroup that was removed', () => {
    expect(parseProcCgroup('0::/gone (deleted)')).toEqual([
      { controllers: [], path: '/gone', deleted: true },
    ]);
  });

  it('leaves out what is not a line of it', () => {
    expect(parseProcCgroup('')).toEqual([]);
    expect(parseProcCgroup('nonsense\n0:relative\n')).toEqual([]);
  });
});
