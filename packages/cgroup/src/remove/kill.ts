import { writeFileSync } from 'node:fs';
import { errnoOf, isGone, kernelError, readKernelFile } from '../kernel-file.ts';
import { locateProcess } from '../paths/process-cgroups.ts';

const writeIfThere = (path: string, value: string): boolean => {
  try {
    // Without O_CREAT and O_TRUNC: cgroupfs makes no files.
    writeFileSync(path, value, { flag: 'r+' });
    return true;
  } catch (error) {
    if (isGone(error)) return false;
    throw kernelError(error, `cannot write ${value} to ${path}`);
  }
};

const killOne = (pid: number): void => {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (errnoOf(error) !== 'ESRCH') throw kernelError(error, `cannot kill process ${pid}`);
  }
};

// A task that the v1 freezer holds does not die of SIGKILL before it is thawed; v2's does.
const thaw = (directory: string): void => {
  const state = readKernelFile(`${directory}/freezer.state`)?.trim();
  if (state !== undefined && state !== 'THAWED') writeIfThere(`${directory}/freezer.state`, 'THAWED');
};

/** Kills each process and thaws it, in this order, so that it runs no further. `tree`: bottom up. */
export const killIn = (tree: readonly string[], pids: ReadonlySet<number>): void => {
  const top = tree.at(-1);
  // cgroup.kill: v2, kernel 5.14. It takes processes of other pid namespaces and those that fork meanwhile too.
  const atOnce = top !== undefined && writeIfThere(`${top}/cgroup.kill`, '1');
  const freezers = new Set(tree);
  for (const pid of pids) {
    if (pid === 0) continue; // of another pid namespace; and kill(0) would be this process's own group
    const freezer = locateProcess('/proc', pid)?.controller('freezer');
    if (freezer?.version === 1) freezers.add(freezer.path);
    if (!atOnce) killOne(pid);
  }
  for (const directory of freezers) thaw(directory);
};
