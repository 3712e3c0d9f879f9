import { isExiting } from '@caisson/cgroup';
import { allocatedBytes, descendantsOf, memfdsOf, privateBytes, readProc } from './proc.ts';

/** The memory that one sandbox really uses. */
export interface Sandbox {
  /**
   * In bytes, now, or at its end before it began to end; `undefined` where it has ended. `exact`: what its processes have for
   * themselves is measured anew, too.
   */
  readonly measure: (exact: boolean) => number | undefined;
}

/** The files that it holds are looked for anew at each of so many exact measurements: that takes most of one. */
const searchEvery = 8;

/** Where a gofer of the same sandbox may be: it is started just before. */
const goferWithin = 16;

/**
 * The application's memory is one file that all of the sandbox's processes map, each a part of it: what that file
 * takes is counted once, by what is allocated, and to it comes what each process has for itself.
 */
export const sandboxOf = (pid: number): Sandbox => {
  const gofer = goferOf(pid);
  let files: readonly string[] = [];
  let others = 0;
  let exacts = 0;
  let known: number | undefined;
  const inFiles = (): number | undefined => {
    let sum = 0;
    for (const path of files) {
      const bytes = allocatedBytes(path);
      if (bytes === undefined) return undefined;
      sum += bytes;
    }
    return files.length === 0 ? undefined : sum;
  };
  return {
    measure: (exact) => {
      let shared = inFiles();
      // Where a file is closed, the process may have ended.
      if (exact || shared === undefined) {
        if (shared === undefined || exacts++ % searchEvery === 0) {
          files = memfdsOf(pid);
          shared = inFiles();
        }
        const processes = [pid, ...descendantsOf(pid), ...(gofer === undefined ? [] : [gofer])];
        others = processes.reduce((sum, process) => sum + privateBytes(process), 0);
        // Where the kernel does not let the files be seen: shared pages by each process's part of them.
        shared ??= processes.reduce((sum, process) => sum + sharedParts(process), 0);
        // Asked last: one that has begun to end shows less and less of what it had.
        if (isExiting(pid)) return hasEnded(pid) ? undefined : known;
      }
      known = shared + others;
      return known;
    },
  };
};

/** Whether it is gone, or a zombie. */
export const hasEnded = (pid: number): boolean => {
  const stat = readProc(pid, 'stat');
  return stat === undefined || /^[ZX]/.test(stat.slice(stat.lastIndexOf(')') + 2));
};

/** In bytes: a page that n processes map counts an nth part for each. */
const sharedParts = (pid: number): number =>
  1024 * Number(/^Pss_Shmem:\s+(\d+) kB$/m.exec(readProc(pid, 'smaps_rollup') ?? '')?.[1] ?? 0);

const bundleIn = (pid: number): string | undefined =>
  readProc(pid, 'cmdline')
    ?.split('\0')
    .find((word) => word.startsWith('--bundle='));

/** The process that opens files for the sandbox, and is in its cgroup. */
const goferOf = (pid: number): number | undefined => {
  const bundle = bundleIn(pid);
  if (bundle === undefined) return undefined;
  for (let other = pid - 1; other >= pid - goferWithin; other--) {
    if (readProc(other, 'cmdline')?.startsWith('runsc-gofer\0') && bundleIn(other) === bundle) return other;
  }
  return undefined;
};
