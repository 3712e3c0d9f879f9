/** Which system calls the container's processes may make. */
export interface LinuxSeccomp {
  /** For every call that no rule matches. */
  readonly defaultAction: LinuxSeccompAction;
  /** The errno of the default action. Default: EPERM (1). Since 1.1. */
  readonly defaultErrnoRet?: number;
  /** Default: the host's native one. */
  readonly architectures?: readonly Arch[];
  readonly flags?: readonly LinuxSeccompFlag[];
  /** A Unix socket that is given the notifying descriptor. Since 1.1. */
  readonly listenerPath?: string;
  /** Sent to that socket. Since 1.1. */
  readonly listenerMetadata?: string;
  readonly syscalls?: readonly LinuxSyscall[];
}

export interface LinuxSyscall {
  /** At least one. */
  readonly names: readonly string[];
  readonly action: LinuxSeccompAction;
  /** For `SCMP_ACT_ERRNO` and `SCMP_ACT_TRACE`. Default: EPERM (1). Since 1.1. */
  readonly errnoRet?: number;
  /** All of them must match. */
  readonly args?: readonly LinuxSeccompArg[];
}

export interface LinuxSeccompArg {
  /** Which argument, 0 to 5. */
  readonly index: number;
  readonly value: number;
  /** For `SCMP_CMP_MASKED_EQ`: the argument, masked with `value`, equals this. */
  readonly valueTwo?: number;
  readonly op: LinuxSeccompOperator;
}

export type LinuxSeccompAction =
  | 'SCMP_ACT_KILL'
  | 'SCMP_ACT_KILL_PROCESS'
  | 'SCMP_ACT_KILL_THREAD'
  | 'SCMP_ACT_TRAP'
  | 'SCMP_ACT_ERRNO'
  | 'SCMP_ACT_TRACE'
  | 'SCMP_ACT_ALLOW'
  | 'SCMP_ACT_LOG'
  | 'SCMP_ACT_NOTIFY';

export type LinuxSeccompOperator =
  | 'SCMP_CMP_NE'
  | 'SCMP_CMP_LT'
  | 'SCMP_CMP_LE'
  | 'SCMP_CMP_EQ'
  | 'SCMP_CMP_GE'
  | 'SCMP_CMP_GT'
  | 'SCMP_CMP_MASKED_EQ';

/** `WAIT_KILLABLE_RECV` since 1.1. */
export type LinuxSeccompFlag =
  | 'SECCOMP_FILTER_FLAG_TSYNC'
  | 'SECCOMP_FILTER_FLAG_LOG'
  | 'SECCOMP_FILTER_FLAG_SPEC_ALLOW'
  | 'SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV';

export type Arch =
  | 'SCMP_ARCH_X86'
  | 'SCMP_ARCH_X86_64'
  | 'SCMP_ARCH_X32'
  | 'SCMP_ARCH_ARM'
  | 'SCMP_ARCH_AARCH64'
  | 'SCMP_ARCH_LOONGARCH64'
  | 'SCMP_ARCH_M68K'
  | 'SCMP_ARCH_MIPS'
  | 'SCMP_ARCH_MIPS64'
  | 'SCMP_ARCH_MIPS64N32'
  | 'SCMP_ARCH_MIPSEL'
  | 'SCMP_ARCH_MIPSEL64'
  | 'SCMP_ARCH_MIPSEL64N32'
  | 'SCMP_ARCH_PPC'
  | 'SCMP_ARCH_PPC64'
  | 'SCMP_ARCH_PPC64LE'
  | 'SCMP_ARCH_S390'
  | 'SCMP_ARCH_S390X'
  | 'SCMP_ARCH_SH'
  | 'SCMP_ARCH_SHEB'
  | 'SCMP_ARCH_PARISC'
  | 'SCMP_ARCH_PARISC64'
  | 'SCMP_ARCH_RISCV64';
