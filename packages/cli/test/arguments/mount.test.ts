import { join } from 'node:path';
import { baseSpec } from '@caisson/oci-spec';
import { describe, expect, it } from 'vitest';
import { bindMounts, parseMount } from '../../src/arguments/mount.ts';

describe('--mount', () => {
  it.each([
    ['/tmp:/data', { source: '/tmp', destination: '/data', readonly: false }],
    ['/tmp:/data:ro', { source: '/tmp', destination: '/data', readonly: true }],
    ['/tmp:/data:rw', { source: '/tmp', destination: '/data', readonly: false }],
    ['here:/data', { source: join(process.cwd(), 'here'), destination: '/data', readonly: false }],
    ['.:/work', { source: process.cwd(), destination: '/work', readonly: false }],
    ['/a/../b:/c.d/e', { source: '/b', destination: '/c.d/e', readonly: false }],
  ])('reads %s', (text, expected) => {
    expect(parseMount(text)).toEqual(expected);
  });

  it.each([
    '',
    ':',
    '/a',
    '/a:',
    ':/b',
    '/a:b',
    '/a:/',
    '/a:/.',
    '/a:/..',
    '/a:/b:',
    '/a:/b:rx',
    '/a:/b:ro:z',
  ])('refuses %j and says what would be right', (text) => {
    expect(() => parseMount(text)).toThrow(/^--mount: ".*" will not do; give SOURCE:DESTINATION/);
  });

  it('refuses a source that is not there, and two mounts at one place', () => {
    expect(() => bindMounts(['/no/such:/a'])).toThrow('--mount: there is no /no/such on this host');
    expect(() => bindMounts(['/tmp:/a', '/usr:/a'])).toThrow('two mounts at /a');
  });

  it('adds them to the spec', () => {
    const { mounts = [] } = bindMounts(['/tmp:/a:ro', '/usr:/b'])(baseSpec('runc'));
    expect(mounts.find(({ destination }) => destination === '/a')).toMatchObject({
      source: '/tmp',
      type: 'none',
    });
    expect(mounts.find(({ destination }) => destination === '/a')?.options).toContain('ro');
    expect(mounts.find(({ destination }) => destination === '/b')?.options).toContain('rw');
  });
});
