import type { Arch, LinuxSeccomp, LinuxSyscall } from '@caisson/core';
import { badArgument, knownOptions, list, object } from '../arguments.ts';
import { always, narrow, uring, withCapability } from './classes.ts';

const ENOSYS = 38;
const EPERM = 1;

/** CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID and NEWNET of linux/sched.h. */
const newNamespaces = 0x7e020000;

/** UNIX, INET, INET6, NETLINK and PACKET: those that namespaces bound; not VSOCK, ALG and the long tail. */
const families: readonly number[] = [1, 2, 10, 16, 17];

/** personality(2)'s harmless domains: Linux, 32-bit, the name of 2.6, both; and the question which one it is. */
const personalities: readonly number[] = [0x0, 0x8, 0x20000, 0x20008, 0xffffffff];

/** Each processor's own ABI, and those of the other programs that it runs. */
const architectures: Readonly<Record<string, readonly [own: Arch, ...others: Arch[]]>> = {
  x64: ['SCMP_ARCH_X86_64', 'SCMP_ARCH_X86', 'SCMP_ARCH_X32'],
  arm64: ['SCMP_ARCH_AARCH64', 'SCMP_ARCH_ARM'],
  arm: ['SCMP_ARCH_ARM'],
  riscv64: ['SCMP_ARCH_RISCV64'],
  s390x: ['SCMP_ARCH_S390X', 'SCMP_ARCH_S390'],
  ppc64: ['SCMP_ARCH_PPC64LE'],
  loong64: ['SCMP_ARCH_LOONGARCH64'],
};

export interface SeccompOptions {
  /** The processor, as `process.arch` names it. Default: this process's. */
  readonly arch?: string | undefined;
  /**
   * `'native'`: programs of the processor's own ABI; the kernel kills others at their first call. `'all'`: also its
   * 32-bit programs, whose calls are a second kernel to attack; the filter then takes three times as long to make.
   * Default: `'native'`.
   */
  readonly abis?: 'native' | 'all' | undefined;
}

/** They have no call of a 32-bit ABI. */
const wide: ReadonlySet<string> = new Set(['x64', 'arm64', 'riscv64', 's390x', 'ppc64', 'loong64']);

const allow = (names: readonly string[]): LinuxSyscall => ({ names, action: 'SCMP_ACT_ALLOW' });

const allowEqual = (name: string, values: readonly number[]): readonly LinuxSyscall[] =>
  values.map((value) => ({
    names: [name],
    action: 'SCMP_ACT_ALLOW',
    args: [{ index: 0, value, op: 'SCMP_CMP_EQ' }],
  }));

/** Threads and processes, but no new namespaces. s390 has the flags second (clone(2)). */
const boundedClone = (arch: string): readonly LinuxSyscall[] => [
  {
    names: ['clone'],
    action: 'SCMP_ACT_ALLOW',
    args: [
      {
        index: arch === 's390x' ? 1 : 0,
        value: newNamespaces,
        valueTwo: 0,
        op: 'SCMP_CMP_MASKED_EQ',
      },
    ],
  },
  { names: ['clone3'], action: 'SCMP_ACT_ERRNO', errnoRet: ENOSYS },
];

const made = new WeakMap<LinuxSeccomp, SeccompOptions>();

/** What {@link seccompProfile} made it for, in this process: it may follow its spec's changes. */
export const ownProfileOptions = (profile: LinuxSeccomp | undefined): SeccompOptions | undefined =>
  profile === undefined ? undefined : made.get(profile);

const checked = (options: SeccompOptions): Required<SeccompOptions> => {
  const right = "options such as { arch: 'arm64' }";
  const { arch = process.arch, abis = 'native' } = object('seccompProfile', options, right);
  knownOptions('seccompProfile', options, ['arch', 'abis']);
  if (typeof arch !== 'string') throw badArgument('seccompProfile arch', arch, "a name such as 'x64'");
  if (abis !== 'native' && abis !== 'all')
    throw badArgument('seccompProfile abis', abis, "'native' or 'all'");
  return { arch, abis };
};

/**
 * Caisson's own default filter: what is not known to be harmless is refused with EPERM, and what each capability of
 * the bounding set is for is allowed with it.
 * @throws `ERR_INVALID_OPTION`
 */
export const seccompProfile = (bounding: readonly string[], options: SeccompOptions = {}): LinuxSeccomp => {
  const { arch = '', abis } = checked(options);
  list('seccompProfile', bounding, 'a list of capabilities');
  const granted = new Set(bounding.flatMap((name) => withCapability[name] ?? []));
  const allowed = [...new Set([...always, ...granted])];
  const archs = abis === 'all' ? architectures[arch] : architectures[arch]?.slice(0, 1);
  // Each name costs the runtime as much for every ABI, be it known there or not.
  const names = wide.has(arch) && abis === 'native' ? allowed : [...allowed, ...narrow];
  const profile: LinuxSeccomp = {
    defaultAction: 'SCMP_ACT_ERRNO',
    defaultErrnoRet: EPERM,
    ...(archs === undefined ? {} : { architectures: archs }),
    syscalls: [
      allow(names.sort()),
      ...allowEqual('personality', personalities),
      ...allowEqual('socket', families),
      ...(granted.has('clone') ? [] : boundedClone(arch)),
      { names: uring, action: 'SCMP_ACT_ERRNO', errnoRet: ENOSYS },
    ],
  };
  made.set(profile, { arch, abis });
  return profile;
};
