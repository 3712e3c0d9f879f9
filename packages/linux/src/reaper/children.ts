import { readdirSync, readFileSync } from 'node:fs';

const numbers = (words: readonly string[]): readonly number[] =>
  words.filter((word) => /^\d+$/.test(word)).map(Number);

/** /proc/PID/stat: `pid (name) state ppid …`, where the name may hold anything. */
const parentOf = (pid: number): number | undefined => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return Number(stat.slice(stat.lastIndexOf(')') + 1).split(' ')[2]);
  } catch {
    // It ended since the directory was read.
    return undefined;
  }
};

/** Every child of this process, those that other threads of it started too. */
export const childrenOfProcess = (): readonly number[] =>
  numbers(readdirSync('/proc')).filter((pid) => parentOf(pid) === process.pid);

/** The children of the calling thread, to which orphans come; `undefined` where the kernel does not list them. */
export const childrenOfThread = (): readonly number[] | undefined => {
  try {
    return numbers(readFileSync('/proc/thread-self/children', 'latin1').trim().split(' '));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return undefined;
  }
};

/**
 * Of the main thread, where CONFIG_PROC_CHILDREN is set, as it is in every distribution's kernel; else of the whole
 * process. The list may lack one while children are ending (proc_pid_children(5)): it is for looking again.
 */
export const children = (): readonly number[] => childrenOfThread() ?? childrenOfProcess();
