import { readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';

/** The text of a file of procfs; `undefined` where the process is gone, or may not be looked at. */
export const readProc = (pid: number, file: string): string | undefined => {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return undefined;
  }
};

/** Memory of a process's own, page tables and swapped pages too, in bytes; what is shared is left out. */
export const privateBytes = (pid: number): number => {
  const status = readProc(pid, 'status');
  if (status === undefined) return 0;
  const kib = (key: string): number =>
    Number(new RegExp(`^${key}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1] ?? 0);
  return 1024 * (kib('RssAnon') + kib('VmSwap') + kib('VmPTE'));
};

/** The processes that a process started and that live, theirs too. */
export const descendantsOf = (pid: number): readonly number[] => {
  const children = tasksOf(pid).flatMap((task) =>
    (readProc(pid, `task/${task}/children`) ?? '').split(' ').filter(Boolean).map(Number),
  );
  return [...children, ...children.flatMap(descendantsOf)];
};

const tasksOf = (pid: number): readonly string[] => entriesOf(`/proc/${pid}/task`);

const entriesOf = (path: string): readonly string[] => {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
};

/** The memory files (memfd_create(2)) that a process holds, each once, by a path that leads to it. */
export const memfdsOf = (pid: number): readonly string[] => {
  const dir = `/proc/${pid}/fd`;
  const found = new Map<number, string>();
  for (const fd of entriesOf(dir)) {
    try {
      const path = `${dir}/${fd}`;
      if (readlinkSync(path).startsWith('/memfd:')) found.set(statSync(path).ino, path);
    } catch {
      // Closed since the directory was read.
    }
  }
  return [...found.values()];
};

/** What a file takes, be it mapped once, often or not at all, in bytes; `undefined` where it is closed. */
export const allocatedBytes = (path: string): number | undefined => {
  try {
    return statSync(path).blocks * 512; // inode(7): of 512 bytes, whatever the file system's are.
  } catch {
    return undefined;
  }
};

/** How many processes this kernel has killed for memory since boot, in all cgroups (4.13 and later). */
export const systemOomKills = (): number | undefined => {
  try {
    const count = /^oom_kill (\d+)$/m.exec(readFileSync('/proc/vmstat', 'utf8'))?.[1];
    return count === undefined ? undefined : Number(count);
  } catch {
    return undefined;
  }
};
