import { text } from '../arguments.ts';
import type { Change } from '../change.ts';
import { changeProcess } from '../parts.ts';

/** The process's AppArmor profile, which the host has loaded. */
export const apparmorProfile = (profile: string): Change => {
  text('apparmorProfile', profile);
  return changeProcess((process) => ({ ...process, apparmorProfile: profile }));
};

/** The process's SELinux label. */
export const selinuxLabel = (label: string): Change => {
  text('selinuxLabel', label);
  return changeProcess((process) => ({ ...process, selinuxLabel: label }));
};
