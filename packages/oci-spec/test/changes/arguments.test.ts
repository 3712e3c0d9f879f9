import { isRuntimeError } from '@caisson/errors';
import { describe, expect, test } from 'vitest';
import * as o from '../../src/index.ts';

/** As a caller without types would call it. */
const loose = o as unknown as Readonly<Record<string, (...args: readonly unknown[]) => unknown>>;

describe('a bad argument is an error at the call, which says who was called and what would be right', () => {
  test.each<[string, readonly unknown[], RegExp]>([
    ['baseSpec', ['docker'], /'runc', 'crun' or 'runsc'/],
    ['args', [], /a program/],
    ['args', ['a\0b'], /without NUL/],
    ['args', [1], /a text/],
    ['cwd', ['srv'], /an absolute path/],
    ['env', [{ 'A=B': 'x' }], /a name without =/],
    ['env', [{ '': 'x' }], /a name/],
    ['env', [{ A: 1 }], /a text/],
    ['user', [-1], /an integer from 0/],
    ['user', [2 ** 32 - 1], /4294967294/],
    ['user', ['root'], /an integer/],
    ['hostname', ['x'.repeat(65)], /64 bytes/],
    ['bindMount', ['', '/a'], /of the host/],
    ['bindMount', ['/a', 'b'], /an absolute path/],
    ['tmpfs', ['/a', { size: 'big' }], /512MiB/],
    ['overlayMount', ['/a', { lower: [] }], /at least one/],
    ['overlayMount', ['/a', { lower: ['/b'], upper: '/c' }], /together/],
    ['memoryLimit', ['12 parsecs'], /512MiB/],
    ['memoryLimit', [-2], /512MiB/],
    ['cpus', [0], /0\.01/],
    ['cpus', [Number.NaN], /0\.01/],
    ['cpuset', ['a-b'], /0-3,7/],
    ['pidsLimit', [0], /at least 1/],
    ['namespace', ['net', 'host'], /network/],
    ['namespace', ['pid', 'here'], /an absolute path/],
    ['capabilities', ['SYS_GOD'], /a capability's name/],
    ['rlimit', ['files', 1], /NOFILE/],
    ['rlimit', ['nofile', 2, 1], /not above the hard one/],
    ['device', [{ path: '/dev/a', type: 'c' }], /major and minor/],
    ['device', [{ path: '/dev/a', type: 'p' }, 'x'], /access/],
    ['hook', ['prestop', { path: '/a' }], /poststop/],
    ['hook', ['poststop', { path: 'a' }], /an absolute path/],
    ['denySyscalls', [[]], /at least one/],
    ['denySyscalls', [['Open']], /system call/],
    ['hugepageLimit', ['2M', 1], /'2MB'/],
    ['unified', [{ '../x': '1' }], /memory\.high/],
    ['ioPriority', ['low'], /best-effort/],
    ['preInit', [['']], /a script/],
    ['userNamespace', [[]], /at least one mapping/],
    ['env', ['A=b'], /an object such as/],
    ['env', [null], /an object such as/],
    ['annotations', [['a']], /an object of texts/],
    ['sysctl', [null], /an object of texts/],
    ['mounts', ['/a'], /mounts such as/],
    ['device', [], /a node such as/],
    ['deviceRule', [], /a rule such as/],
    ['hook', ['poststop'], /a hook such as/],
    ['seccomp', [], /a filter such as/],
    ['seccomp', [{}], /an action such as/],
    ['seccompProfile', [[], 'arm64'], /options such as/],
    ['seccompProfile', ['CAP_CHOWN'], /a list of capabilities/],
    ['seccompProfile', [[], { abis: 'both' }], /'native' or 'all'/],
    ['overlayMount', ['/a', {}], /a list of directories/],
    ['rootless', [], /\{ uid, gid \}/],
    ['preInit', ['true'], /a list of scripts/],
    ['ociVersion', ['1'], /1\.2\.0/],
    ['umask', [0o1000], /from 0 to 511/],
    ['addCapabilitiesTo', ['all', 'CHOWN'], /bounding, effective/],
    ['pipe', [{}, undefined], /change 1: undefined .* a function/],
    ['pipe', [{}, () => ({}), Promise.resolve()], /change 2: "a promise" .* await/],
    ['cpus', ['2'], /a number from 0\.01/],
    ['cpu', [{ quota: '1' }], /quota: it is "1"; give an integer/],
    ['memory', [null], /this: it is null; give an object/],
    ['blockIO', [{ weightDevice: [{ major: 8 }] }], /weightDevice\[0\]\.minor: it is missing/],
    ['resources', [{ pids: {} }], /pids\.limit: it is missing/],
    ['rdma', ['mlx5_1', { hcaHandles: -1 }], /hcaHandles/],
    ['intelRdt', [{ memBwSchema: 'L3:0=f' }], /MB:0=20;1=70/],
    ['rootfsPropagation', ['sharing'], /one of private, shared/],
    ['vm', [{}], /it is missing/],
    ['scheduler', [{}], /policy: it is missing/],
    ['scheduler', [{ policy: 'SCHED_FAST' }], /SCHED_OTHER, SCHED_FIFO/],
    ['execCPUAffinity', [{ initial: 'all' }], /0-3,7/],
    ['personality', [{ domain: 'LINUX64' }], /one of LINUX, LINUX32/],
    ['memoryPolicy', [{ mode: 'BIND' }], /MPOL_BIND/],
    ['timeOffsets', [{ boottime: 60 }], /boottime: it is 60; give an object/],
    ['userNamespace', ['0:100000:65536'], /\{ containerID: 0, hostID: 100000, size: 65536 \}/],
    ['rootfs', ['rootfs', { readOnly: true }], /no option readOnly; known are readonly/],
    ['bindMount', ['/a', '/a', { ro: true }], /no option ro; known are readonly, recursive, options/],
    ['tmpfs', ['/a', { mode: '0755' }], /tmpfs mode/],
    ['tmpfs', ['/a', { sizeBytes: 1 }], /no option sizeBytes/],
    ['cgroupMount', [{ write: true }], /no option write/],
    ['sysfsMount', [{ write: true }], /no option write/],
    ['overlayMount', ['/a', { lower: ['/b'], upperdir: '/c' }], /no option upperdir/],
    ['preInit', [['true'], { shel: '/bin/bash' }], /no option shel/],
    ['preInit', [['true'], { shell: 'bash' }], /an absolute path/],
    ['rootless', [{ uid: 0, gid: 0, user: 1 }], /no option user/],
    ['seccompProfile', [[], { abi: 'all' }], /no option abi/],
    ['cdiAnnotation', ['p', 'i', 'nonsense'], /vendor\.com\/class=device/],
  ])('%s(%j)', (name, args, message) => {
    let error: unknown;
    try {
      loose[name]?.(...args);
    } catch (reason) {
      error = reason;
    }
    expect(error).toBeInstanceOf(TypeError);
    expect(isRuntimeError(error, 'ERR_INVALID_OPTION')).toBe(true);
    expect((error as Error).message).toMatch(message);
  });

  test('a program that a shell would take for an option cannot come after a pre-init script', () => {
    expect(() => o.pipe(o.baseSpec('runc'), o.args('-x'), o.preInit(['true']))).toThrow(
      /does not begin with -/,
    );
  });

  test('a user that a rootless container would not map is refused', () => {
    expect(() => o.pipe(o.baseSpec('runc'), o.user(5), o.rootless({ uid: 1000, gid: 1000 }))).toThrow(
      /uidMappings that hold this user/,
    );
  });
});
