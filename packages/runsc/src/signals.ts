import { constants } from 'node:os';
import type { Signal } from '@caisson/core';
import { RuntimeError } from '@caisson/errors';

/** Linux's first real-time signal; runsc knows those before it, by number and by name (runsc/cmd/kill.go, signalMap). */
const firstRealTime = 32;

const numberOf = (signal: Signal): number =>
  typeof signal === 'number' ? signal : constants.signals[signal];

/**
 * A signal as `runsc kill` takes it.
 * @throws `ERR_NOT_SUPPORTED`
 */
export const accepted = (id: string, signal: Signal): string => {
  const number = numberOf(signal);
  if (number >= 1 && number < firstRealTime) return String(number);
  const reason = `runsc sends the signals 1 to ${firstRealTime - 1} alone, no real-time signals`;
  throw new RuntimeError('ERR_NOT_SUPPORTED', `runsc kill ${id}: ${signal}: ${reason}`, {
    runtime: 'runsc',
    verb: 'kill',
    id,
    reason,
  });
};

export const isKill = (signal: Signal): boolean => numberOf(signal) === constants.signals.SIGKILL;
