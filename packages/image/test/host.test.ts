import { expect, it } from 'vitest';
import { cpuOf } from '../src/host.ts';

it('reads the features of x86 and arm64 processors', () => {
  expect(cpuOf('processor\t: 0\nmodel name\t: Some CPU\nflags\t\t: fpu avx aes\n')).toEqual({
    model: 'Some CPU',
    features: ['aes', 'avx', 'fpu'],
  });
  expect(cpuOf('Features\t: fp asimd\n')).toEqual({ features: ['asimd', 'fp'] });
  expect(cpuOf('')).toEqual({ features: [] });
});
