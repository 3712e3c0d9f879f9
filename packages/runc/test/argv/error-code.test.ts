import { describe, expect, it } from 'vitest';
import { errorCode } from '../../src/error-code.ts';

type Row = readonly [verb: string, words: string, code: string | undefined];

// What runc 1.1.5 logged, each provoked on a hybrid host.
const measured: readonly Row[] = [
  ['state', 'container does not exist', 'ERR_CONTAINER_NOT_FOUND'],
  ['start', 'container does not exist', 'ERR_CONTAINER_NOT_FOUND'],
  ['exec', 'exec failed: container does not exist', 'ERR_CONTAINER_NOT_FOUND'],
  ['create', 'runc create failed: container with given ID already exists', 'ERR_CONTAINER_EXISTS'],
  ['run', 'runc run failed: container with given ID already exists', 'ERR_CONTAINER_EXISTS'],
  ['create', 'runc create failed: JSON specification file config.json not found', 'ERR_INVALID_SPEC'],
  [
    'create',
    "runc create failed: invalid character 'b' looking for beginning of object key string",
    'ERR_INVALID_SPEC',
  ],
  [
    'create',
    'runc create failed: json: cannot unmarshal array into Go value of type specs.Spec',
    'ERR_INVALID_SPEC',
  ],
  [
    'run',
    'runc run failed: json: cannot unmarshal number -1 into Go struct field User.process.user.uid of type uint32',
    'ERR_INVALID_SPEC',
  ],
  ['create', 'runc create failed: process property must not be empty', 'ERR_INVALID_SPEC'],
  ['create', 'runc create failed: args must not be empty', 'ERR_INVALID_SPEC'],
  ['create', 'runc create failed: Cwd must be an absolute path', 'ERR_INVALID_SPEC'],
  ['create', 'runc create failed: Cwd property must not be empty', 'ERR_INVALID_SPEC'],
  [
    'create',
    'runc create failed: invalid rootfs: stat /b/nowhere: no such file or directory',
    'ERR_INVALID_SPEC',
  ],
  ['create', 'runc create failed: malformed spec file: duplicated ns {"pid" ""}', 'ERR_INVALID_SPEC'],
  ['create', 'runc create failed: namespace {"time" ""} does not exist', 'ERR_INVALID_SPEC'],
  [
    'create',
    'runc create failed: unable to create new parent process: namespace path: lstat /n: no such file or directory',
    'ERR_INVALID_SPEC',
  ],
  [
    'create',
    'runc create failed: unable to start container process: error during container init: error mounting "/nowhere" to rootfs at "/m": stat /nowhere: no such file or directory',
    'ERR_INVALID_SPEC',
  ],
  [
    'create',
    'runc create failed: unable to set hostname without a private UTS namespace',
    'ERR_INVALID_SPEC',
  ],
  ['create', 'runc create failed: wrong rlimit value: RLIMIT_X', 'ERR_INVALID_SPEC'],
  [
    'create',
    'runc create failed: selinux label is specified in config, but selinux is disabled or not supported',
    'ERR_INVALID_SPEC',
  ],
  [
    'create',
    'runc create failed: unable to start container process: error during container init: error setting rlimits for ready process: error setting rlimit type 7: operation not permitted',
    'ERR_PERMISSION',
  ],
  [
    'create',
    'runc create failed: unable to start container process: error during container init: error running hook #0: error running hook: exit status 1, stdout: , stderr: ',
    'ERR_RUNTIME_FAILED',
  ],
  [
    'create',
    'runc create failed: unable to start container process: error during container init: error running hook #0: fork/exec /bin/nope: no such file or directory',
    'ERR_RUNTIME_FAILED',
  ],
  [
    'create',
    'runc create failed: unable to start container process: error during container init: error setting cgroup config for procHooks process: unable to set memory limit to 1 (current usage: 1482752, peak usage: 1716224)',
    'ERR_INVALID_SPEC',
  ],
  ['create', 'runc create failed: root must be specified', 'ERR_INVALID_SPEC'],
  ['create', 'runc create failed: string SCMP_ACT_FOO is not a valid action for seccomp', 'ERR_INVALID_SPEC'],
  ['create', 'runc create failed: invalid device type "q"', 'ERR_INVALID_SPEC'],
  [
    'create',
    'runc create failed: sysctl "kernel.foo" is not in a separate kernel namespace',
    'ERR_INVALID_SPEC',
  ],
  ['create', 'runc create failed: User namespaces enabled, but no uid mappings found.', 'ERR_INVALID_SPEC'],
  ['update', 'unable to set memory limit to 1 (current usage: 212992, peak usage: 2510848)', undefined],
  [
    'run',
    'runc run failed: unable to start container process: exec: "nope": executable file not found in $PATH',
    'ERR_EXEC_FAILED',
  ],
  [
    'run',
    'runc run failed: unable to start container process: exec: "/opt/nope": stat /opt/nope: no such file or directory',
    'ERR_EXEC_FAILED',
  ],
  [
    'exec',
    'exec failed: unable to start container process: exec: "/opt/plain": permission denied',
    'ERR_EXEC_FAILED',
  ],
  [
    'exec',
    'exec failed: unable to start container process: exec: "/opt/plain/x": stat /opt/plain/x: not a directory',
    'ERR_EXEC_FAILED',
  ],
  [
    'exec',
    'exec failed: unable to start container process: chdir to cwd ("/nowhere") set in config.json failed: no such file or directory',
    'ERR_EXEC_FAILED',
  ],
  ['start', 'cannot start an already running container', 'ERR_WRONG_STATE'],
  ['start', 'cannot start a container that has stopped', 'ERR_WRONG_STATE'],
  ['start', 'cannot start a container in the paused state', 'ERR_WRONG_STATE'],
  ['delete', 'cannot delete container c that is not stopped: running', 'ERR_WRONG_STATE'],
  ['resume', 'container not paused', 'ERR_WRONG_STATE'],
  [
    'exec',
    'exec failed: cannot exec in a paused container (use --ignore-paused to override)',
    'ERR_WRONG_STATE',
  ],
  ['exec', 'exec failed: cannot exec in a stopped container', 'ERR_CONTAINER_NOT_RUNNING'],
  ['kill', 'container not running', 'ERR_CONTAINER_NOT_RUNNING'],
  ['pause', 'container not running', 'ERR_WRONG_STATE'],
  ['update', 'container not running', 'ERR_CONTAINER_NOT_RUNNING'],
  ['events', 'container with id c is not running', 'ERR_CONTAINER_NOT_RUNNING'],
  ['kill', 'unable to signal init: invalid argument', undefined],
];

// As the sources of 1.2.6, 1.3.3 and 1.4.0 have them (libcontainer/error.go, container_linux.go, exec.go,
// configs/validate/validator.go, specconv/spec_linux.go).
const read: readonly Row[] = [
  [
    'create',
    'runc create failed: unable to start container process: error during container init: failed to fulfil mount request: open /no/such/source: no such file or directory',
    'ERR_INVALID_SPEC',
  ],
  [
    'run',
    'runc run failed: unable to start container process: container init was OOM-killed (memory limit too low?)',
    'ERR_INVALID_SPEC',
  ],
  ['list', 'runc list failed: open /tmp/state: no such file or directory', 'ERR_CONTAINER_NOT_FOUND'],
  ['create', 'runc create failed: invalid container ID format', 'ERR_INVALID_ID'],
  [
    'run',
    'runc run failed: unable to start container process: error during container init: exec: "nope": executable file not found in $PATH',
    'ERR_EXEC_FAILED',
  ],
  [
    'run',
    'runc run failed: unable to start container process: exec /opt/x: exec format error',
    'ERR_EXEC_FAILED',
  ],
  ['create', 'runc create failed: invalid rootfs: not an absolute path, or a symlink', 'ERR_INVALID_SPEC'],
  [
    'create',
    'runc create failed: invalid mount &{Source:a}: mount destination not absolute',
    'ERR_INVALID_SPEC',
  ],
  [
    'create',
    'runc create failed: id-mapped mounts are not supported for rootless containers',
    'ERR_INVALID_SPEC',
  ],
  ['kill', 'os: process already finished', 'ERR_CONTAINER_NOT_RUNNING'],
];

describe('the code of runc’s words', () => {
  it.each(measured)('%s: %s (1.1.5)', (verb, words, code) => {
    expect(errorCode({ verb, words, exitCode: 1 })).toBe(code);
  });

  it.each(read)('%s: %s (1.2 to 1.4)', (verb, words, code) => {
    expect(errorCode({ verb, words, exitCode: 1 })).toBe(code);
  });

  it('is not taken from what a program or a hook is called or says', () => {
    const start = 'runc run failed: unable to start container process: ';
    const program = `${start}exec: "container does not exist": executable file not found in $PATH`;
    expect(errorCode({ verb: 'run', words: program, exitCode: 1 })).toBe('ERR_EXEC_FAILED');
    const hook = `${start}error during container init: error running createRuntime hook #0: exit status 1, stdout: container with given ID already exists, stderr: permission denied`;
    expect(errorCode({ verb: 'run', words: hook, exitCode: 1 })).toBe('ERR_RUNTIME_FAILED');
  });

  it('is none where there are no words, or none that it knows', () => {
    expect(errorCode({ verb: 'run', words: '', exitCode: 1 })).toBeUndefined();
    expect(errorCode({ verb: 'run', words: 'the sky fell', exitCode: 1 })).toBeUndefined();
  });
});
