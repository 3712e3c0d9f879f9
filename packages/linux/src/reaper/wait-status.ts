import type { ProcessEnd } from './reaper.ts';
import { signalNames } from './signal-names.ts';

/** Of a status as wait(2) gives it: the signal in its low seven bits, else the exit code in the second byte. */
export const endOfStatus = (status: number): ProcessEnd => {
  const signal = status & 0x7f;
  if (signal === 0) return { exitCode: (status >> 8) & 0xff, signal: null };
  return { exitCode: 128 + signal, signal: signalNames.get(signal) ?? signal };
};
