import { closeSync, constants, openSync, readSync } from 'node:fs';

/** The kernel's own log of its OOM kills, an independent witness. */
export interface KernelLog extends Disposable {
  /** How many processes of this name it has killed since this was opened. */
  readonly kills: (name: string) => number;
}

/** Whether this process may read it. */
export const canReadKernelLog = ((): boolean => {
  try {
    closeSync(openSync('/dev/kmsg', constants.O_RDONLY | constants.O_NONBLOCK));
    return true;
  } catch {
    return false;
  }
})();

/** How often it is read, so that it does not run over, in milliseconds. */
const pollMs = 100;

export const kernelLog = (): KernelLog => {
  const fd = openSync('/dev/kmsg', constants.O_RDONLY | constants.O_NONBLOCK);
  const bytes = Buffer.alloc(8192);
  const killed = new Map<string, number>();
  let lost: unknown;
  const take = (line: string): void => {
    // mm/oom_kill.c, __oom_kill_process: told of every kill, unlike the report before it, which has a rate limit.
    const name = /Memory cgroup out of memory: Killed process \d+ \((.*?)\)/.exec(line)?.[1];
    if (name !== undefined) killed.set(name, (killed.get(name) ?? 0) + 1);
  };
  const read = (): void => {
    for (;;) {
      try {
        take(bytes.toString('utf8', 0, readSync(fd, bytes)));
      } catch (error) {
        // EPIPE: records were overwritten before they were read; among those of before this was opened that is fine.
        const { code } = error as NodeJS.ErrnoException;
        if (code === 'EPIPE' && opened) lost ??= error;
        if (code === 'EAGAIN') return;
        if (code !== 'EPIPE') throw error;
      }
    }
  };
  let opened = false;
  read();
  opened = true;
  killed.clear();
  const timer = setInterval(read, pollMs);
  return {
    kills: (name) => {
      read();
      if (lost) throw new Error('the kernel’s log ran over', { cause: lost });
      return killed.get(name) ?? 0;
    },
    [Symbol.dispose]: () => {
      clearInterval(timer);
      closeSync(fd);
    },
  };
};
