import type { EngineEnd, LogLine } from '@caisson/driver-kit';

/**
 * With `--debug` runc logs each process that it reaps, before it waits for the pipes of a foreground verb
 * (opencontainers/runc:signals.go, "process exited").
 */
export const loggedEnd = (log: readonly LogLine[], pid: number): EngineEnd | undefined => {
  const line = log.find(({ msg, pid: reaped }) => msg === 'process exited' && reaped === pid);
  const status = line?.['status'];
  return typeof status === 'number'
    ? { exitCode: status, signal: status > 128 ? 'unknown' : null }
    : undefined;
};
