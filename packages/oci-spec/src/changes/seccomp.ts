import type { Arch, LinuxSeccomp, LinuxSeccompAction, LinuxSyscall } from '@caisson/core';
import { badArgument, integer, object, text } from '../arguments.ts';
import type { Change } from '../change.ts';
import { changeLinux, without } from '../parts.ts';
import { type SeccompOptions, seccompProfile } from '../seccomp/profile.ts';

const checked = (who: string, names: readonly string[]): readonly string[] => {
  if (names.length === 0) throw badArgument(who, names, 'at least one system call');
  for (const name of names) {
    if (!/^[a-z0-9_]+$/.test(name)) throw badArgument(who, name, "a system call's name, such as 'ptrace'");
  }
  return names;
};

/** This filter in place of the one that is there. */
export const seccomp = (profile: LinuxSeccomp): Change => {
  const right = "a filter such as { defaultAction: 'SCMP_ACT_ERRNO', syscalls: […] }";
  object('seccomp', profile, right);
  text('seccomp defaultAction', profile.defaultAction, "an action such as 'SCMP_ACT_ERRNO'");
  return changeLinux((linux) => ({ ...linux, seccomp: profile }));
};

/** Caisson's default filter for the spec's capabilities; it follows later changes of them. */
export const defaultSeccomp =
  (options: SeccompOptions = {}): Change =>
  (spec) =>
    seccomp(seccompProfile(spec.process?.capabilities?.bounding ?? [], options))(spec);

/** No filter. */
export const seccompUnconfined = (): Change => changeLinux((linux) => without(linux, 'seccomp'));

/** Takes calls out of every rule, so that another rule can be the only one. */
const released = (
  rules: readonly LinuxSyscall[] | undefined,
  names: readonly string[],
): readonly LinuxSyscall[] =>
  (rules ?? []).flatMap((rule) => {
    const rest = rule.names.filter((name) => !names.includes(name));
    if (rest.length === rule.names.length) return [rule];
    return rest.length === 0 ? [] : [{ ...rule, names: rest }];
  });

const withRule = (rule: LinuxSyscall): Change =>
  changeLinux((linux) => {
    const before: LinuxSeccomp = linux.seccomp ?? { defaultAction: 'SCMP_ACT_ALLOW' };
    return { ...linux, seccomp: { ...before, syscalls: [...released(before.syscalls, rule.names), rule] } };
  });

/** Allows calls, whatever the filter said of them. */
export const allowSyscalls = (...names: readonly string[]): Change =>
  withRule({ names: checked('allowSyscalls', names), action: 'SCMP_ACT_ALLOW' });

/** Refuses calls with an errno (default EPERM, 1), whatever the filter said of them. */
export const denySyscalls = (names: readonly string[], errno = 1): Change =>
  withRule({
    names: checked('denySyscalls', names),
    action: 'SCMP_ACT_ERRNO',
    errnoRet: integer('denySyscalls', errno, 0, 4095),
  });

/** Takes calls out of every rule, so that the default action is theirs. */
export const removeSyscallRules = (...names: readonly string[]): Change => {
  checked('removeSyscallRules', names);
  return changeLinux((linux) =>
    linux.seccomp === undefined
      ? linux
      : { ...linux, seccomp: { ...linux.seccomp, syscalls: released(linux.seccomp.syscalls, names) } },
  );
};

/** What happens to calls that no rule names; `errno` where it is `SCMP_ACT_ERRNO`. */
export const seccompDefaultAction = (action: LinuxSeccompAction, errno?: number): Change => {
  const errnoRet =
    errno === undefined ? {} : { defaultErrnoRet: integer('seccompDefaultAction', errno, 0, 4095) };
  return changeLinux((linux) => {
    const before: LinuxSeccomp = linux.seccomp ?? { defaultAction: action };
    return {
      ...linux,
      seccomp: { ...without(before, 'defaultErrnoRet'), defaultAction: action, ...errnoRet },
    };
  });
};

/** The ABIs whose programs may run, in place of those of the filter; the kernel kills others. */
export const seccompArchitectures = (...architectures: readonly Arch[]): Change =>
  changeLinux((linux) => ({
    ...linux,
    seccomp: { ...(linux.seccomp ?? { defaultAction: 'SCMP_ACT_ALLOW' }), architectures },
  }));
