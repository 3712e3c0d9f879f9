import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { dialect } from '../src/dialect.ts';

const probe = (version: string) => dialect.probe({ version, flags: async () => new Set() }, {});

describe('crun’s dialect', () => {
  it('has less than a hundred lines, as an author’s should', () => {
    const source = readFileSync(new URL('../src/dialect.ts', import.meta.url), 'utf8');
    expect(source.trimEnd().split('\n').length).toBeLessThan(100);
  });

  it('puts global options before the verb', () => {
    expect(dialect.global({ root: '/r', debug: true, cgroupManager: 'systemd' }, '/log')).toEqual([
      '--root',
      '/r',
      '--debug',
      '--cgroup-manager',
      'systemd',
      '--log',
      '/log',
      '--log-format',
      'json',
    ]);
    expect(dialect.global({}, '/log')).toEqual(['--log', '/log', '--log-format', 'json']);
  });

  it('gives signals by number, since a name that crun does not know is none and a success to it', () => {
    expect(dialect.kill?.('a', 'SIGTERM', { all: false })).toEqual(['kill', 'a', '15']);
    expect(dialect.kill?.('a', 36, { all: true })).toEqual(['kill', '--all', 'a', '36']);
  });

  it('names to a restore the directory over masked ones as the checkpoint has, unless the root is the same', () => {
    const other = 'mnt[/run/crun/.empty-directory]:/r/.empty-directory';
    expect(dialect.restoreExternal?.('/r')).toContain(other);
    expect(dialect.restoreExternal?.('/run/crun').join()).not.toContain('mnt[/run/crun/');
  });

  it.each([
    ['another program', 'runc version 1.1.5', /not crun/],
    ['a release that is too old', 'crun version 1.7.2', /too old/],
  ])('refuses %s', async (_what, version, words) => {
    await expect(probe(version)).rejects.toThrow(words);
  });
});
