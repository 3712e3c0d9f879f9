import { describe, expect, test } from 'vitest';
import {
  addCapabilities,
  baseSpec,
  dropCapabilities,
  pipe,
  seccomp,
  seccompProfile,
  specFromJson,
  specToJson,
} from '../../src/index.ts';

const allowed = (bounding: readonly string[]): ReadonlySet<string> =>
  new Set(
    (seccompProfile(bounding, 'x64').syscalls ?? [])
      .filter(({ action, args }) => action === 'SCMP_ACT_ALLOW' && args === undefined)
      .flatMap(({ names }) => names),
  );

describe('the default filter', () => {
  test.each([
    'keyctl',
    'add_key',
    'bpf',
    'userfaultfd',
    'perf_event_open',
    'mount',
    'unshare',
    'setns',
    'kexec_load',
    'init_module',
    'reboot',
    'swapon',
    'open_by_handle_at',
    'clone3',
    'io_uring_setup',
    'vm86',
    'uselib',
    'ustat',
    'nfsservctl',
  ])('does not allow %s', (name) => {
    expect(allowed([]).has(name)).toBe(false);
  });

  test.each([
    ['CAP_SYS_ADMIN', 'mount'],
    ['CAP_SYS_ADMIN', 'clone3'],
    ['CAP_BPF', 'bpf'],
    ['CAP_SYS_TIME', 'clock_settime'],
    ['CAP_SYS_MODULE', 'init_module'],
    ['CAP_SYS_CHROOT', 'chroot'],
  ])('with %s allows %s', (capability, name) => {
    expect([allowed([]).has(name), allowed([capability]).has(name)]).toEqual([false, true]);
  });

  test('has no call in two rules without arguments', () => {
    const names = (seccompProfile([], 'x64').syscalls ?? [])
      .filter(({ args }) => args === undefined)
      .flatMap((rule) => rule.names);
    expect(names.length).toBe(new Set(names).size);
  });

  test('is for the architecture that is asked for, and the programs that it also runs', () => {
    expect(seccompProfile([], 'x64').architectures).toEqual([
      'SCMP_ARCH_X86_64',
      'SCMP_ARCH_X86',
      'SCMP_ARCH_X32',
    ]);
    expect(seccompProfile([], 'arm64').architectures).toEqual(['SCMP_ARCH_AARCH64', 'SCMP_ARCH_ARM']);
    expect(seccompProfile([], 'unheard-of').architectures).toBeUndefined();
  });

  test('finds the flags of clone where s390 has them', () => {
    const index = (arch: string): unknown =>
      seccompProfile([], arch).syscalls?.find(({ names }) => names.includes('clone'))?.args?.[0]?.index;
    expect([index('x64'), index('s390x')]).toEqual([0, 1]);
  });

  test('follows the capabilities of its spec, both ways, and another filter does not', () => {
    const names = (spec: ReturnType<typeof baseSpec>): readonly string[] =>
      spec.linux?.seccomp?.syscalls?.[0]?.names ?? [];
    const added = pipe(baseSpec('runc'), addCapabilities('SYS_ADMIN'));
    expect(names(added)).toContain('mount');
    expect(names(pipe(added, dropCapabilities('SYS_ADMIN')))).not.toContain('mount');
    const own = pipe(
      baseSpec('runc'),
      seccomp({ defaultAction: 'SCMP_ACT_LOG' }),
      addCapabilities('SYS_ADMIN'),
    );
    expect(own.linux?.seccomp).toEqual({ defaultAction: 'SCMP_ACT_LOG' });
    const read = pipe(specFromJson(specToJson(baseSpec('runc'))), addCapabilities('SYS_ADMIN'));
    expect(names(read)).not.toContain('mount');
  });

  test('is there for runc and crun; gVisor is its own', () => {
    expect(
      [baseSpec('runc'), baseSpec('crun'), baseSpec('runsc')].map(
        ({ linux }) => linux?.seccomp !== undefined,
      ),
    ).toEqual([true, true, false]);
  });
});
