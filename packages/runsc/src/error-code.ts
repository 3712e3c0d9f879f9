import type { ErrorCode } from '@caisson/core';
import type { Failure } from '@caisson/driver-kit';

// runsc tells its failures in words alone; these are the words of 20240729 to 20260224.
const codes: readonly (readonly [words: RegExp, code: ErrorCode, verbs?: readonly string[]])[] = [
  // First: a program's name may hold any words.
  [
    /error finding executable "|failed to load .*: |error executing hook|creating process: /,
    'ERR_EXEC_FAILED',
    ['run', 'start', 'exec'],
  ],
  [/^Rootless mode not supported/, 'ERR_NOT_SUPPORTED'],
  // Of an image whose manifest is lost, which would have told before.
  [
    /specs not found in metadata|across checkpoint restore|contains different fields|incompatible FeatureSet/,
    'ERR_IMAGE_INCOMPATIBLE',
    ['restore'],
  ],
  [/failure executing hook/, 'ERR_RUNTIME_FAILED'],
  [/loading (container|sandbox)( ".*")?:? file does not exist/, 'ERR_CONTAINER_NOT_FOUND'],
  // Another delete has just ended.
  [/acquiring lock on ".*": open .*: no such file or directory/, 'ERR_CONTAINER_NOT_FOUND'],
  [/container already exists|file exists/, 'ERR_CONTAINER_EXISTS', ['create', 'run', 'restore']],
  [/invalid container id/, 'ERR_INVALID_ID'],
  // Nobody listens at the socket of a sandbox that is over.
  [/in state stopped|connecting to control server/, 'ERR_WRONG_STATE', ['start', 'pause', 'resume']],
  [
    /in state stopped|connecting to control server|sandbox (is not|no longer) running|no such process|container .* is not running/,
    'ERR_CONTAINER_NOT_RUNNING',
  ],
  [/in state (created|creating|running|paused)|not stopped without --force/, 'ERR_WRONG_STATE'],
  [/cannot (pause|resume|start) container/, 'ERR_WRONG_STATE'],
  [
    /reading spec|setting up FS|invalid capability|getting root credentials|unknown resource|creating limits|configuring cgroup|invalid cpu quota/,
    'ERR_INVALID_SPEC',
    ['create', 'run', 'restore'],
  ],
  [/fork\/exec .*: no such file/, 'ERR_INVALID_SPEC', ['create', 'run']],
  [/permission denied|operation not permitted/i, 'ERR_PERMISSION'],
];

export const errorCode = ({ verb, words }: Failure): ErrorCode | undefined =>
  codes.find(
    ([pattern, , verbs]) => pattern.test(words) && (verbs === undefined || verbs.includes(verb)),
  )?.[1];
