import type { ErrorCode } from '@caisson/core';
import type { Failure } from '@caisson/driver-kit';

// A runtime's words become a code in this one place. The first that fits counts; `verbs` narrows it.
const codes: readonly (readonly [words: RegExp, code: ErrorCode, verbs?: readonly string[]])[] = [
  [
    /does not exist|no such container/i,
    'ERR_CONTAINER_NOT_FOUND',
    ['state', 'start', 'kill', 'delete', 'exec'],
  ],
  [/does not exist|no such container/i, 'ERR_CONTAINER_NOT_FOUND', ['pause', 'resume', 'update']],
  // One that goes while they are listed: the list is asked for again.
  [/(stat|open) .*no such file/i, 'ERR_CONTAINER_NOT_FOUND', ['list']],
  [/already exists|id exists/i, 'ERR_CONTAINER_EXISTS', ['create', 'run']],
  [/cannot start/i, 'ERR_WRONG_STATE', ['start']],
  [/not stopped|is paused|not paused|paused container/i, 'ERR_WRONG_STATE'],
  // In these words runc refuses to pause what is paused already.
  [/container not running/i, 'ERR_WRONG_STATE', ['pause']],
  [/not running|stopped container|already finished/i, 'ERR_CONTAINER_NOT_RUNNING'],
  [
    /executable file not found|exec: |no such file|permission denied|exec format/i,
    'ERR_EXEC_FAILED',
    ['exec'],
  ],
  [/executable file not found|exec: ".*": /i, 'ERR_EXEC_FAILED', ['create', 'run']],
  [/config\.json|rootfs|cannot unmarshal|invalid/i, 'ERR_INVALID_SPEC', ['create', 'run']],
  [/permission denied|not permitted/i, 'ERR_PERMISSION'],
];

export const errorCode = ({ verb, words }: Failure): ErrorCode | undefined =>
  codes.find(
    ([pattern, , verbs]) => pattern.test(words) && (verbs === undefined || verbs.includes(verb)),
  )?.[1];
