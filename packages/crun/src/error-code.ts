import type { ErrorCode } from '@caisson/core';
import type { Failure } from '@caisson/driver-kit';

// crun tells its failures in words alone; these are the words of 1.8 to 1.28.
const codes: readonly (readonly [words: RegExp, code: ErrorCode, verbs?: readonly string[]])[] = [
  [
    /container `.*` does not exist|opening file `.*\/status`: No such file|cannot (open|rm state) directory .*: No such file/,
    'ERR_CONTAINER_NOT_FOUND',
  ],
  [/container `.*` already exists/, 'ERR_CONTAINER_EXISTS'],
  [/container `.*` is not running|exec\.fifo`: No such file/, 'ERR_WRONG_STATE', ['start']],
  [
    /container `.*` is not running|(kill container|process not running|pidfd): No such process/,
    'ERR_CONTAINER_NOT_RUNNING',
  ],
  [/is not in `created` or `stopped` state|container `.*` is paused/, 'ERR_WRONG_STATE'],
  [/cgroups in hybrid mode not supported/, 'ERR_NOT_SUPPORTED'],
  [
    /executable file `.*` not found|open executable|is not a regular file|it is not executable|^exec: |exec container process|^chdir (to )?`/m,
    'ERR_EXEC_FAILED',
    ['create', 'run', 'exec'],
  ],
  [
    /config\.json|config file|executable path not specified|private: No such file|^readlink ``|stat'ing file|^cannot stat |[Uu]nknown|invalid|not supported|^OOM: the memory limit could be too low/m,
    'ERR_INVALID_SPEC',
    ['create', 'run'],
  ],
  [/Permission denied|Operation not permitted/, 'ERR_PERMISSION'],
];

export const errorCode = ({ verb, words }: Failure): ErrorCode | undefined =>
  codes.find(
    ([pattern, , verbs]) => pattern.test(words) && (verbs === undefined || verbs.includes(verb)),
  )?.[1];
