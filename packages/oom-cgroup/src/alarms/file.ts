import { watch } from 'node:fs';

/**
 * Calls at each change that inotify tells of a file or directory of cgroupfs: the kernel tells those of
 * `memory.events` and `cgroup.events` itself, and that a directory was made. (Modification times do not move there,
 * so that programs which compare those see nothing.) All of them share one descriptor.
 * @throws `ENOENT`; `ENOSPC`, `EMFILE` where inotify is used up
 */
export const fileAlarm = (path: string, changed: () => void): Disposable => {
  const watcher = watch(path, { persistent: false }, changed);
  watcher.on('error', changed);
  return { [Symbol.dispose]: () => watcher.close() };
};
