import { expect, it } from 'vitest';
import { isAtLeast, versionIn } from './versions.mjs';

it.each([
  ['1.1.5+ds1', '1.1', true],
  ['1.1', '1.1', true],
  ['1.0.3', '1.1', false],
  ['10.0', '9.9', true],
  ['22.21.9', '22.22', false],
  ['24.0.0', '22.22', true],
])('knows whether %s is at least %s', (version, least, answer) => {
  expect(isAtLeast(version, least)).toBe(answer);
});

it('finds the version in what a program says of itself', () => {
  expect(versionIn('runc version 1.1.5+ds1\nspec: 1.0.2-dev')).toBe('1.1.5');
  expect(versionIn('v24.21.0')).toBe('24.21.0');
  expect(versionIn('no number')).toBeUndefined();
});
