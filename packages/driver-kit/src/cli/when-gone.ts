import { processStart } from './process-start.ts';

/** Looks every so many milliseconds at a process that is another's child, and calls once when it has ended. */
export const whenGone = (pid: number, everyMs: number, gone: () => void): NodeJS.Timeout => {
  const started = processStart(pid);
  const timer = setInterval(() => {
    if (started !== undefined && processStart(pid) === started) return;
    clearInterval(timer);
    gone();
  }, everyMs);
  return timer.unref();
};
