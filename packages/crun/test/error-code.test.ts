import type { ErrorCode } from '@caisson/core';
import { describe, expect, it } from 'vitest';
import { errorCode } from '../src/error-code.ts';

// As they stood in the logs of crun 1.8.1 and 1.28.
const said: readonly (readonly [verb: string, words: string, code: ErrorCode | undefined])[] = [
  [
    'state',
    'error opening file `/run/crun/nope/status`: No such file or directory',
    'ERR_CONTAINER_NOT_FOUND',
  ],
  [
    'state',
    'container `nope` does not exist: open `/run/crun/nope/status`: No such file',
    'ERR_CONTAINER_NOT_FOUND',
  ],
  ['delete', "cannot open directory '/run/crun/nope': No such file or directory", 'ERR_CONTAINER_NOT_FOUND'],
  ['delete', 'cannot open directory `/run/crun/nope`: No such file or directory', 'ERR_CONTAINER_NOT_FOUND'],
  ['delete', 'cannot rm state directory `/run/crun/a`: No such file or directory', 'ERR_CONTAINER_NOT_FOUND'],
  ['create', 'container `z` already exists', 'ERR_CONTAINER_EXISTS'],
  ['start', 'container `z` is not running', 'ERR_WRONG_STATE'],
  ['start', 'cannot open `/run/crun/z/exec.fifo`: No such file or directory', 'ERR_WRONG_STATE'],
  ['delete', 'the container `z` is not in `created` or `stopped` state', 'ERR_WRONG_STATE'],
  ['exec', 'the container `z` is paused', 'ERR_WRONG_STATE'],
  ['exec', 'the container `z` is not running', 'ERR_CONTAINER_NOT_RUNNING'],
  ['pause', 'the container `z` is not running', 'ERR_CONTAINER_NOT_RUNNING'],
  ['kill', 'kill container: No such process', 'ERR_CONTAINER_NOT_RUNNING'],
  ['kill', 'open pidfd: No such process', 'ERR_CONTAINER_NOT_RUNNING'],
  ['kill', 'process not running: No such process', 'ERR_CONTAINER_NOT_RUNNING'],
  ['run', 'executable file `no-such` not found in $PATH: No such file or directory', 'ERR_EXEC_FAILED'],
  ['run', 'executable file `/no/such` not found: No such file or directory', 'ERR_EXEC_FAILED'],
  ['create', 'open executable: Permission denied', 'ERR_EXEC_FAILED'],
  ['create', 'the path `/usr` is not a regular file: Operation not permitted', 'ERR_EXEC_FAILED'],
  [
    'create',
    'the path `/etc/passwd` exists but it is not executable: Operation not permitted',
    'ERR_EXEC_FAILED',
  ],
  ['exec', 'exec: Exec format error', 'ERR_EXEC_FAILED'],
  ['exec', 'chdir `/no/such`: No such file or directory', 'ERR_EXEC_FAILED'],
  ['run', 'chdir to `/etc/passwd/x`: Not a directory', 'ERR_EXEC_FAILED'],
  ['run', 'OOM: the memory limit could be too low: write to sync socket: Broken pipe', 'ERR_INVALID_SPEC'],
  ['create', 'error loading config.json', 'ERR_INVALID_SPEC'],
  ['run', 'load `config.json`: cannot parse the data', 'ERR_INVALID_SPEC'],
  ['create', "invalid config file, no 'linux' block specified", 'ERR_INVALID_SPEC'],
  ['create', 'make `/no/such/rootfs` private: No such file or directory', 'ERR_INVALID_SPEC'],
  ['create', 'readlink ``: No such file or directory', 'ERR_INVALID_SPEC'],
  ['create', "error stat'ing file `/no/such`: No such file or directory", 'ERR_INVALID_SPEC'],
  ['create', 'cannot stat `/no/such`: No such file or directory', 'ERR_INVALID_SPEC'],
  ['run', 'cgroups in hybrid mode not supported, drop all controllers from cgroupv2', 'ERR_NOT_SUPPORTED'],
  ['create', 'mkdir `/run/crun`: Permission denied', 'ERR_PERMISSION'],
  ['update', 'writing file `memory.limit_in_bytes`: Device or resource busy', undefined],
];

describe('crun’s words', () => {
  it.each(said)('of %s, %j, are %s', (verb, words, code) => {
    expect(errorCode({ verb, exitCode: 1, words })).toBe(code);
  });
});
