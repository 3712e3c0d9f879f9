import { InvalidOptionError, RuntimeError } from '@caisson/errors';
import { CommanderError } from 'commander';
import { expect, it } from 'vitest';
import { failureOf } from '../../src/output/failure.ts';
import { UsageError } from '../../src/usage-error.ts';

const execFailed = (words: string) => new RuntimeError('ERR_EXEC_FAILED', words, { id: 'c', words });

it.each([
  ['wrong usage', new UsageError('so'), 2],
  ['an option that the driver refuses', new InvalidOptionError('so'), 2],
  ['a bad id', new RuntimeError('ERR_INVALID_ID', 'so'), 2],
  ['an unknown option', new CommanderError(1, 'commander.unknownOption', "error: unknown option '-x'"), 2],
  ['a runtime that fails', new RuntimeError('ERR_RUNTIME_FAILED', 'so', { words: 'x' }), 125],
  ['what nobody foresaw', new Error('so'), 125],
  ['what is not even an error', 'so', 125],
  ['a program that is not there', execFailed('exec: "x": executable file not found in $PATH'), 127],
  ['a path that is not there', execFailed('exec: "/x": stat /x: no such file or directory'), 127],
  ['a program that is not executable', execFailed('exec: "/x": permission denied'), 126],
  ['a directory', execFailed('exec: "/x": is a directory'), 126],
  [
    'a working directory that is not there',
    execFailed('chdir to cwd ("/x") set in config.json failed: no such file or directory'),
    126,
  ],
])('gives the exit code of %s', (_what, error, exitCode) => {
  expect(failureOf(error).exitCode).toBe(exitCode);
});

it('says all on one line, and with debug where it came from', () => {
  const error = new RuntimeError('ERR_RUNTIME_FAILED', 'x', {
    runtime: 'runc',
    verb: 'create',
    id: 'c',
    words: 'a\nb\n',
  });
  expect(failureOf(error).text).toBe('runc create c: a; b');
  expect(failureOf(error, { debug: true }).text).toContain('failure.test.ts');
});

it('says of a checkpoint and a restore what to do, before what CRIU has said', () => {
  for (const code of ['ERR_CHECKPOINT_FAILED', 'ERR_RESTORE_FAILED'] as const) {
    const error = new RuntimeError(code, 'runc failed: make room (Error (criu/x.c:1): ENOSPC)', {
      words: 'Error',
    });
    expect(failureOf(error).text).toBe('runc failed: make room (Error (criu/x.c:1): ENOSPC)');
  }
});

it('is silent, as any program in a pipe, where nobody reads any more', () => {
  const broken = Object.assign(new Error('write EPIPE'), { code: 'EPIPE' });
  expect(failureOf(broken)).toEqual({ exitCode: 141 });
  expect(failureOf(new RuntimeError('ERR_STREAM', 'x', { cause: broken }))).toEqual({ exitCode: 141 });
});

it('tells what to do about what people meet', () => {
  const text = (code: 'ERR_CONTAINER_EXISTS' | 'ERR_CONTAINER_NOT_FOUND' | 'ERR_RUNTIME_NOT_AVAILABLE') =>
    failureOf(new RuntimeError(code, 'm', { id: 'c', runtime: 'runc' })).text;
  expect(text('ERR_CONTAINER_EXISTS')).toContain('caisson delete --force c');
  expect(text('ERR_CONTAINER_NOT_FOUND')).toContain('caisson list');
  expect(text('ERR_RUNTIME_NOT_AVAILABLE')).toContain('install runc');
});
