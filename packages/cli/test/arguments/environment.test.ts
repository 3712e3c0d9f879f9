import { expect, it } from 'vitest';
import { environment } from '../../src/arguments/environment.ts';

it('reads NAME=VALUE: values may be empty or hold =, and the last of a name wins', () => {
  expect(environment(['A=1', 'B=', 'C=x=y', 'A=2'])).toEqual({ A: '2', B: '', C: 'x=y' });
});

it.each(['', 'A', '=x'])('refuses %j', (text) => {
  expect(() => environment([text])).toThrow(/^--env: ".*" will not do; give NAME=VALUE$/);
});
