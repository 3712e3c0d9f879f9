import type { Signal, State } from '@caisson/core';
import type { Engine, KillTarget } from '@caisson/driver-kit';
import { isRuntimeError } from '@caisson/errors';
import { descendants, type Listed } from './processes.ts';
import { accepted, isKill } from './signals.ts';

/** What signals are sent with. */
export interface Sending {
  readonly ask: (id: string, ...args: readonly string[]) => Promise<string>;
  readonly processes: (id: string) => Promise<readonly Listed[]>;
  /** The sandbox's pid on the host. */
  readonly sandbox: (id: string) => number | undefined;
  readonly status: (id: string) => Promise<State['status']>;
  /** A command inside, as root, for its effect. */
  readonly inside: (id: string, args: readonly string[]) => Promise<unknown>;
}

/** The sandbox's end is every process's. */
const killSandbox = (pid: number | undefined): void => {
  try {
    if (pid) process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
};

export const killing =
  ({ ask, sandbox, status }: Sending): Engine['kill'] =>
  async (id, signal, { all, pid }: KillTarget) => {
    const number = accepted(id, signal);
    if (pid !== undefined) {
      await ask(id, 'kill', '--pid', String(pid), id, number);
      return;
    }
    try {
      await ask(id, 'kill', ...(all ? ['--all'] : []), id, number);
    } catch (error) {
      // runsc signals what runs alone: one that stands still goes on to die, one that was not started ends with its
      // sandbox.
      if (!isKill(signal) || !isRuntimeError(error, 'ERR_WRONG_STATE')) throw error;
      if ((await status(id)) !== 'paused') return killSandbox(sandbox(id));
      await ask(id, 'resume', id);
      await ask(id, 'kill', ...(all ? ['--all'] : []), id, number);
    }
  };

/**
 * A process that `exec` started, with its group: runsc signals no groups. A shell inside does, where there is one, and
 * what descends from the process is signalled by itself.
 */
export const killingGroup = (sending: Sending) => {
  const kill = killing(sending);
  return async (id: string, pid: number, signal: Signal): Promise<void> => {
    const number = accepted(id, signal);
    const family = descendants(await sending.processes(id), pid);
    // dash takes no `--` between them.
    await sending.inside(id, ['sh', '-c', `kill -${number} -${pid}`]).catch(() => {});
    const sent = family.map((one) => kill(id, signal, { all: false, pid: one }));
    // One that the shell's signal has ended cannot be told another.
    await Promise.allSettled(sent);
  };
};
