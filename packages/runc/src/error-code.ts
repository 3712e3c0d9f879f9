import type { ErrorCode } from '@caisson/core';
import type { Failure } from '@caisson/driver-kit';

// runc tells its failures in words alone; these are the words of 1.1 to 1.4.
const codes: readonly (readonly [words: RegExp, code: ErrorCode, verbs?: readonly string[]])[] = [
  // These two first: a program's name and a hook's output may hold any words.
  [/unable to start container process: (error during container init: )?exec: "/, 'ERR_EXEC_FAILED'],
  [/error running (\S+ )?hook/, 'ERR_RUNTIME_FAILED'],
  [/container does not exist|does not exist: file/i, 'ERR_CONTAINER_NOT_FOUND'],
  [/^(runc list failed: )?(stat|open) .*: no such file or directory/, 'ERR_CONTAINER_NOT_FOUND', ['list']],
  [/container with (the )?given id already exists|container with id exists/i, 'ERR_CONTAINER_EXISTS'],
  [/invalid (container )?id format/i, 'ERR_INVALID_ID'],
  // In these words runc refuses to pause what is paused already, too.
  [/container not running/i, 'ERR_WRONG_STATE', ['pause']],
  [
    /container not running|cannot exec in a stopped container|process already finished|container (with id \S+ )?is not running/i,
    'ERR_CONTAINER_NOT_RUNNING',
  ],
  [
    /cannot start (a container that has stopped|an already running container)|cannot start a container in/i,
    'ERR_WRONG_STATE',
  ],
  [
    /cannot delete container .* that is not stopped|container is paused|container not paused|cannot exec in a paused/i,
    'ERR_WRONG_STATE',
  ],
  [
    /executable file not found|exec: ".*": .*(permission denied|is a directory|not a directory|no such file)|exec .*: (no such file|permission denied|exec format error)|chdir to cwd|mkdir .*cwd/i,
    'ERR_EXEC_FAILED',
  ],
  [
    /JSON specification file .* not found|json: cannot unmarshal|cannot unmarshal|invalid character/i,
    'ERR_INVALID_SPEC',
  ],
  [
    /invalid rootfs|rootfs .* does not exist|root.* (not|no) .*absolute|must not be empty|args must|Cwd (property )?must|cwd must|not supported|unknown capability|invalid mount|duplicated namespace/i,
    'ERR_INVALID_SPEC',
    ['create', 'run'],
  ],
  [/permission denied|operation not permitted/i, 'ERR_PERMISSION'],
  [
    /namespace .* does not exist|namespace path|unable to set hostname without|wrong rlimit value|error mounting|root must be specified|malformed spec file|not a valid action for seccomp|invalid device type|not in a separate kernel namespace|no [ug]id mappings found|unable to set memory limit|failed to fulfil mount request|container init was OOM-killed/i,
    'ERR_INVALID_SPEC',
    ['create', 'run'],
  ],
];

export const errorCode = ({ verb, words }: Failure): ErrorCode | undefined =>
  codes.find(
    ([pattern, , verbs]) => pattern.test(words) && (verbs === undefined || verbs.includes(verb)),
  )?.[1];
