import { expect, it } from 'vitest';
import { parseSignal } from '../../src/arguments/signal.ts';

it.each([
  ['TERM', 'SIGTERM'],
  ['SIGKILL', 'SIGKILL'],
  ['hup', 'SIGHUP'],
  ['sigusr1', 'SIGUSR1'],
  ['9', 9],
  ['64', 64],
])('reads %s', (text, signal) => {
  expect(parseSignal(text)).toBe(signal);
});

it.each(['', '0', '65', '-9', '1.5', 'NOPE', 'SIG', 'toString', '9 '])('refuses %j', (text) => {
  expect(() => parseSignal(text)).toThrow(/^SIGNAL: ".*" will not do; give a name such as TERM/);
});
