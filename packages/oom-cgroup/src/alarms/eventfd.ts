import { closeSync, constants, openSync, writeSync } from 'node:fs';
import type { Linux } from '@caisson/linux';

/**
 * Calls with how many times v1's kernel has told of an OOM in a cgroup: before it kills, and so before it counts. An
 * OOM of a cgroup above is told too, and once more when the cgroup is removed (cgroup-v1/memory.rst, 10; mm/memcontrol,
 * memcg_event_remove).
 * @throws `ENOENT` and what else the kernel refuses with
 */
export const eventfdAlarm = (linux: Linux, path: string, told: (times: number) => void): Disposable => {
  const fd = linux.eventfd();
  let open = true;
  const close = (): void => {
    if (open) linux.close(fd);
    open = false;
  };
  try {
    const control = openSync(`${path}/memory.oom_control`, constants.O_RDONLY);
    try {
      const register = openSync(`${path}/cgroup.event_control`, constants.O_WRONLY);
      try {
        writeSync(register, `${fd} ${control}`);
      } finally {
        closeSync(register);
      }
    } finally {
      closeSync(control);
    }
    linux.watch(fd, 'in', () => told(Number(linux.readEventfd(fd) ?? 0n)));
    return { [Symbol.dispose]: close };
  } catch (error) {
    close();
    throw error;
  }
};
