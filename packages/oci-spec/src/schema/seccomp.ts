import type {
  Arch,
  LinuxSeccomp,
  LinuxSeccompAction,
  LinuxSeccompArg,
  LinuxSeccompFlag,
  LinuxSeccompOperator,
  LinuxSyscall,
} from '@caisson/core';
import * as v from 'valibot';
import { listOf, maybe, members, oneOf, type Shape } from './shape.ts';
import { text, texts, uint32, uint64 } from './values.ts';

const action: Shape<LinuxSeccompAction> = oneOf(
  'SCMP_ACT_KILL',
  'SCMP_ACT_KILL_PROCESS',
  'SCMP_ACT_KILL_THREAD',
  'SCMP_ACT_TRAP',
  'SCMP_ACT_ERRNO',
  'SCMP_ACT_TRACE',
  'SCMP_ACT_ALLOW',
  'SCMP_ACT_LOG',
  'SCMP_ACT_NOTIFY',
);

const operator: Shape<LinuxSeccompOperator> = oneOf(
  'SCMP_CMP_NE',
  'SCMP_CMP_LT',
  'SCMP_CMP_LE',
  'SCMP_CMP_EQ',
  'SCMP_CMP_GE',
  'SCMP_CMP_GT',
  'SCMP_CMP_MASKED_EQ',
);

const filterFlag: Shape<LinuxSeccompFlag> = oneOf(
  'SECCOMP_FILTER_FLAG_TSYNC',
  'SECCOMP_FILTER_FLAG_LOG',
  'SECCOMP_FILTER_FLAG_SPEC_ALLOW',
  'SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV',
);

const arch: Shape<Arch> = oneOf(
  'SCMP_ARCH_X86',
  'SCMP_ARCH_X86_64',
  'SCMP_ARCH_X32',
  'SCMP_ARCH_ARM',
  'SCMP_ARCH_AARCH64',
  'SCMP_ARCH_LOONGARCH64',
  'SCMP_ARCH_M68K',
  'SCMP_ARCH_MIPS',
  'SCMP_ARCH_MIPS64',
  'SCMP_ARCH_MIPS64N32',
  'SCMP_ARCH_MIPSEL',
  'SCMP_ARCH_MIPSEL64',
  'SCMP_ARCH_MIPSEL64N32',
  'SCMP_ARCH_PPC',
  'SCMP_ARCH_PPC64',
  'SCMP_ARCH_PPC64LE',
  'SCMP_ARCH_S390',
  'SCMP_ARCH_S390X',
  'SCMP_ARCH_SH',
  'SCMP_ARCH_SHEB',
  'SCMP_ARCH_PARISC',
  'SCMP_ARCH_PARISC64',
  'SCMP_ARCH_RISCV64',
);

const arg: Shape<LinuxSeccompArg> = members<LinuxSeccompArg>({
  index: uint32,
  value: uint64,
  valueTwo: maybe(uint64),
  op: operator,
});

const someNames = v.pipe(texts, v.minLength(1, 'at least one system call')) as unknown as Shape<
  readonly string[]
>;

const syscall: Shape<LinuxSyscall> = members<LinuxSyscall>({
  names: someNames,
  action,
  errnoRet: maybe(uint32),
  args: maybe(listOf(arg)),
});

export const seccomp: Shape<LinuxSeccomp> = members<LinuxSeccomp>({
  defaultAction: action,
  defaultErrnoRet: maybe(uint32),
  architectures: maybe(listOf(arch)),
  flags: maybe(listOf(filterFlag)),
  listenerPath: maybe(text),
  listenerMetadata: maybe(text),
  syscalls: maybe(listOf(syscall)),
});
