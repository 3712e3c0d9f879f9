import { closeSync, constants, openSync, readSync } from 'node:fs';

/** The kernel's own log of its OOM kills, an independent witness. */
export interface KernelLog extends Disposable {
  /** How many processes of this name it has killed since this was opened. */
  readonly kills: (name: string) => number;
  /** When it wrote each record that says so, in milliseconds on the log's own clock. */
  readonly timesOf: (words: string) => readonly number[];
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
  const records: { readonly atMs: number; readonly words: string }[] = [];
  let lost: unknown;
  const take = (line: string): void => {
    // `priority,sequence,microseconds,flags;words` (Documentation/ABI/testing/dev-kmsg).
    const [, microseconds, words] = /^\d+,\d+,(\d+),[^;]*;(.*)/.exec(line) ?? [];
    if (words !== undefined) records.push({ atMs: Number(microseconds) / 1000, words });
  };
  const timesOf = (wanted: string): readonly number[] => {
    read();
    if (lost) throw new Error('the kernel’s log ran over', { cause: lost });
    return records.filter(({ words }) => words.includes(wanted)).map(({ atMs }) => atMs);
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
  records.length = 0;
  const timer = setInterval(read, pollMs);
  return {
    // mm/oom_kill.c, __oom_kill_process: told of every kill, unlike the report before it, which has a rate limit.
    kills: (name) => timesOf(` (${name}) total-vm:`).length,
    timesOf,
    [Symbol.dispose]: () => {
      clearInterval(timer);
      closeSync(fd);
    },
  };
};
