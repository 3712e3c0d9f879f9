import type { ErrorCode } from '@caisson/core';
import { expect, it } from 'vitest';
import { errorCode } from '../src/error-code.ts';

// As 20240729 and 20260224 said them.
const said: readonly (readonly [verb: string, words: string, code: ErrorCode | undefined])[] = [
  ['state', 'loading container: file does not exist', 'ERR_CONTAINER_NOT_FOUND'],
  ['delete', 'loading sandbox: file does not exist', 'ERR_CONTAINER_NOT_FOUND'],
  // While another delete of it was ending.
  [
    'delete',
    'destroying container: acquiring lock on "/run/gvisor/a/a_sandbox:a.lock": open /run/gvisor/a/a_sandbox:a.lock: no such file or directory',
    'ERR_CONTAINER_NOT_FOUND',
  ],
  ['start', 'cannot start container in state stopped', 'ERR_WRONG_STATE'],
  ['exec', 'sandbox is not running', 'ERR_CONTAINER_NOT_RUNNING'],
  ['run', 'failed to load no-such: file does not exist', 'ERR_EXEC_FAILED'],
  ['delete', 'something else', undefined],
];

it.each(said)('of %s: %s', (verb, words, code) => {
  expect(errorCode({ verb, words, exitCode: 128 })).toBe(code);
});
