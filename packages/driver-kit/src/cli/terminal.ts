import type { TerminalSocket } from '@caisson/core';
import { RuntimeError } from '@caisson/errors';
import type { Io } from '../engine.ts';
import type { Scratch } from '../program/scratch.ts';
import type { Command } from './command.ts';
import { keepers, type OpenStdio } from './stdio.ts';

/** How long after its success a runtime's terminal may take to come, in milliseconds: it was sent before. */
const comeMs = 5_000;

export const consoleOf = ({ terminal }: Io, files: Scratch): string | undefined =>
  terminal && files.path('tty');

/** The terminal's own side in place of pipes. */
export const terminalStdio = async (
  { dialect }: Command,
  socket: TerminalSocket,
  stdio: OpenStdio,
): Promise<OpenStdio> => {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    const reason = 'the runtime told success and sent no terminal';
    reject(
      new RuntimeError('ERR_RUNTIME_FAILED', `${dialect.name}: ${reason}`, { runtime: dialect.name, reason }),
    );
  }, comeMs);
  try {
    const { input, output, applySize } = await Promise.race([socket.opened, late]);
    applySize?.();
    const destroy = (): void => void output.destroy();
    return { ...stdio, stdin: input, stdout: output, ...keepers([input, output]), destroy };
  } finally {
    clearTimeout(timer);
  }
};
