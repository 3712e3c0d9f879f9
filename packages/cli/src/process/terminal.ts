import type { CombinedStreams } from '@caisson/core';
import { UsageError } from '../usage-error.ts';

/** This process's own terminal, attached; its own mode is back when this is disposed. */
export interface AttachedTerminal extends Disposable {
  readonly streams: CombinedStreams;
}

/** @throws UsageError where this process has no terminal */
export const attachedTerminal = async (): Promise<AttachedTerminal> => {
  if (!process.stdin.isTTY || !process.stdout.isTTY) {
    throw new UsageError('--tty: standard input and output must be a terminal; leave it out in a script');
  }
  const { attachTerminal } = await import('@caisson/terminal');
  return attachTerminal();
};
