import type { EngineEnd } from '@caisson/driver-kit';

/** Beyond 128 + the last signal there is: such a code is the program's own. */
const lastSignal = 64;

/**
 * The end of a sandbox, or of the command that waits for a process in it. Both exit with 128 + n where signal n ended
 * the process inside (runsc/cli/main.go), as a program may: which it was cannot be told. A signal that ended the
 * sandbox itself is a signal.
 */
export const told = (end: EngineEnd): EngineEnd => {
  if (end.signal !== null && end.signal !== 'unknown') return end;
  const { exitCode } = end;
  return { exitCode, signal: exitCode > 128 && exitCode <= 128 + lastSignal ? 'unknown' : null };
};
