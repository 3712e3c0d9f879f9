import type { ErrorCode } from '@caisson/core';
import type { Failure } from '@caisson/driver-kit';

// youki 0.7 tells its failures in words alone.
const codes: readonly (readonly [words: RegExp, code: ErrorCode, verbs?: readonly string[]])[] = [
  [/container \S+ does not exist|container (state )?dir(ectory)? does not exist/, 'ERR_CONTAINER_NOT_FOUND'],
  // Another's delete is under way in the same moment.
  [/(could not load state|container state file).*No such file/s, 'ERR_CONTAINER_NOT_FOUND'],
  [/container \S+ already exists|already exists/, 'ERR_CONTAINER_EXISTS', ['create', 'run']],
  [/incompatible container status: `Paused`/, 'ERR_WRONG_STATE'],
  [/incompatible container status/, 'ERR_WRONG_STATE', ['start', 'delete', 'resume']],
  [/incompatible container status|container not running|No such process/, 'ERR_CONTAINER_NOT_RUNNING'],
  [
    /not found in \$PATH|executable for container process|failed to (exec|chdir)|ENOENT|EACCES|ENOEXEC/,
    'ERR_EXEC_FAILED',
    ['create', 'run', 'exec'],
  ],
  [/config\.json|failed to load spec|rootfs|invalid|serde|parse/i, 'ERR_INVALID_SPEC', ['create', 'run']],
  [/EPERM|Operation not permitted|Permission denied/, 'ERR_PERMISSION'],
];

export const errorCode = ({ verb, words }: Failure): ErrorCode | undefined =>
  codes.find(
    ([pattern, , verbs]) => pattern.test(words) && (verbs === undefined || verbs.includes(verb)),
  )?.[1];
