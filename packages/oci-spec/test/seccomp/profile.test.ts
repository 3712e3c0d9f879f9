import { describe, expect, test } from 'vitest';
import {
  addCapabilities,
  baseSpec,
  defaultSeccomp,
  dropCapabilities,
  pipe,
  type SeccompOptions,
  seccomp,
  seccompProfile,
  specFromJson,
  specToJson,
} from '../../src/index.ts';

const allowed = (bounding: readonly string[]): ReadonlySet<string> =>
  new Set(
    (seccompProfile(bounding, { arch: 'x64' }).syscalls ?? [])
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
    const names = (seccompProfile([], { arch: 'x64', abis: 'all' }).syscalls ?? [])
      .filter(({ args }) => args === undefined)
      .flatMap((rule) => rule.names);
    expect(names.length).toBe(new Set(names).size);
  });

  test('is for the ABI of the processor alone, or for its 32-bit programs too', () => {
    const of = (arch: string, abis?: 'all'): unknown => seccompProfile([], { arch, abis }).architectures;
    expect(of('x64')).toEqual(['SCMP_ARCH_X86_64']);
    expect(of('x64', 'all')).toEqual(['SCMP_ARCH_X86_64', 'SCMP_ARCH_X86', 'SCMP_ARCH_X32']);
    expect([of('arm64'), of('arm64', 'all')]).toEqual([
      ['SCMP_ARCH_AARCH64'],
      ['SCMP_ARCH_AARCH64', 'SCMP_ARCH_ARM'],
    ]);
    expect([of('arm'), of('unheard-of')]).toEqual([['SCMP_ARCH_ARM'], undefined]);
  });

  test('has the calls of 32-bit ABIs where they can be made', () => {
    const has = (options: SeccompOptions): boolean =>
      seccompProfile([], options).syscalls?.[0]?.names.includes('mmap2') === true;
    expect([has({ arch: 'x64' }), has({ arch: 'x64', abis: 'all' })]).toEqual([false, true]);
    expect([has({ arch: 'arm' }), has({ arch: 'unheard-of' })]).toEqual([true, true]);
  });

  test('finds the flags of clone where s390 has them', () => {
    const index = (arch: string): unknown =>
      seccompProfile([], { arch }).syscalls?.find(({ names }) => names.includes('clone'))?.args?.[0]?.index;
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

  test('keeps its options while it follows capabilities', () => {
    const all = pipe(baseSpec('runc'), defaultSeccomp({ arch: 'x64', abis: 'all' }), addCapabilities('BPF'));
    expect(all.linux?.seccomp?.architectures).toHaveLength(3);
  });

  test('is there for runc and crun; gVisor is its own', () => {
    expect(
      [baseSpec('runc'), baseSpec('crun'), baseSpec('runsc')].map(
        ({ linux }) => linux?.seccomp !== undefined,
      ),
    ).toEqual([true, true, false]);
  });
});
