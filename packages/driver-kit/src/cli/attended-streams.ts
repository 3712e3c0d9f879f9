import type { EngineProcess } from '../engine.ts';
import { type Scratch, scratch } from '../program/scratch.ts';
import type { Begun } from './begin.ts';
import type { Command } from './command.ts';

/** The same command with its debug log, where that tells the end of a process before its pipes are closed. */
export const tellingEnds = (command: Command): Command =>
  command.dialect.loggedEnd ? { ...command, options: { ...command.options, debug: true } } : command;

/** The streams of a process whose command stays, or whose end `waited` stands for. */
export const streamsOf = (
  { client, stdio }: Begun,
  files?: Scratch,
  waited: Pick<Begun['client'], 'ref' | 'unref'> = client,
): Omit<EngineProcess, 'exited'> => ({
  stdin: stdio.stdin,
  stdout: stdio.stdout,
  stderr: stdio.stderr,
  ref: () => {
    waited.ref();
    stdio.ref();
  },
  unref: () => {
    waited.unref();
    stdio.unref();
  },
  release: async () => {
    stdio.destroy();
    files?.[Symbol.dispose]();
  },
});

/** The files of an attended verb stay until its process is gone. */
export const keeping = async <T>(work: (files: Scratch) => Promise<T>): Promise<T> => {
  const files = scratch();
  try {
    return await work(files);
  } catch (error) {
    files[Symbol.dispose]();
    throw error;
  }
};
