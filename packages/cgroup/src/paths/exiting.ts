import { readKernelFile } from '../kernel-file.ts';

const PF_EXITING = 0x4; // include/linux/sched.h

/** Whether the text of /proc/PID/stat is of a process that is exiting or a zombie. */
export const isExitingStat = (stat: string): boolean => {
  // The program's name, in parentheses, may hold spaces and parentheses itself.
  const [state, , , , , , flags] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return state === 'Z' || state === 'X' || (Number(flags) & PF_EXITING) !== 0;
};

/** Whether a process is exiting, a zombie, or gone: of such a one v1 no longer tells the cgroups. */
export const isExiting = (pid: number, procRoot = '/proc'): boolean => {
  const stat = readKernelFile(`${procRoot}/${pid}/stat`);
  return stat === undefined || isExitingStat(stat);
};
