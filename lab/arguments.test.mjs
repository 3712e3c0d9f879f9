import { expect, it } from 'vitest';
import { argumentsOf } from './arguments.mjs';

it.each([
  [['runc list; ls'], 'runc list; ls'],
  [['--', 'runc list; ls'], 'runc list; ls'],
  [['vitest', 'run', '-t', "it's"], "'vitest' 'run' '-t' 'it'\\''s'"],
  [['--', '--timeout', '9', 'ls', '--build'], "'ls' '--build'"],
  [['--timeout', '9', '--', '--help'], '--help'],
  [[], undefined],
])('takes %j as the command that npm and pnpm hand on', (given, command) => {
  expect(argumentsOf(given)).toMatchObject({ command, build: false });
});

it('has defaults, and takes its own options before the command alone', () => {
  expect(argumentsOf(['ls'])).toMatchObject({ results: '.cache/lab-results', timeoutMs: 1_800_000 });
  expect(argumentsOf(['--results', 'out', '--timeout', '5', 'ls'])).toMatchObject({
    results: 'out',
    timeoutMs: 5_000,
    command: 'ls',
  });
  expect(argumentsOf(['--', '--build'])).toMatchObject({ build: true, command: undefined });
});

it.each([
  ['--timeout', 'soon', 'ls'],
  ['--nothing', 'ls'],
])('refuses %j', (...given) => {
  expect(() => argumentsOf(given)).toThrow(/no number of seconds|Unknown option/);
});
