import { describe, expect, it } from 'vitest';
import { packageNames, typeOf } from '../src/names.ts';

describe('a driver’s name', () => {
  it('may be the end of ours, of a third party’s, or the whole of a package’s', () => {
    expect(packageNames('acme')).toEqual(['@caisson/acme', 'caisson-acme', 'acme']);
  });

  it('is the package’s alone where it has a scope', () => {
    expect(packageNames('@acme/driver')).toEqual(['@acme/driver']);
  });

  it('may be gvisor for runsc', () => {
    expect(packageNames('gvisor')).toEqual(packageNames('runsc'));
  });

  it.each([
    './acme',
    '../acme',
    '/acme',
    'file:///acme',
    'node:fs',
    '.',
    '@acme',
    'a b',
    'acme/../other',
    '@a/b/c',
  ])('is not %s, which is no package’s name', (type) => {
    expect(packageNames(type)).toEqual([]);
  });

  it('is told of an installed package as short as it may be', () => {
    expect(['@caisson/runc', 'caisson-acme', '@acme/driver'].map(typeOf)).toEqual([
      'runc',
      'acme',
      '@acme/driver',
    ]);
  });
});
