import type { Scratch } from '../program/scratch.ts';

/** The pid that the runtime knows the process of an `exec` by, where that is not the host's. */
export const innerPid = (files: Scratch): number | undefined => {
  const pid = Number(files.read('inner') || Number.NaN);
  return pid > 0 ? pid : undefined;
};
