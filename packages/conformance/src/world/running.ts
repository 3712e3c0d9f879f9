import type { ExitStatus, RunOptions, Started } from '@caisson/core';
import type { Limits, Program } from '../programs/program.ts';
import { type Gathered, gather } from './gather.ts';
import type { World } from './world.ts';

export type RunningOptions = Pick<RunOptions, 'signal' | 'stop' | 'oom'> & {
  readonly id?: string;
  readonly limits?: Limits;
};

/** A container that another call is to do something with. */
export interface RunningProgram {
  readonly id: string;
  readonly bundle: string;
  readonly out: Gathered;
  /** Of the `run` that began it. */
  readonly ended: Promise<ExitStatus>;
  /** What `onStarted` was given. */
  readonly started: Started;
}

const prints = (program: Program): boolean =>
  ['run', 'tick', 'ignore', 'handle', 'family'].includes(program.does);

/** Settles when the program is what it says: it has printed, where it prints, and `onStarted` was called. */
export const runningIn =
  (here: Omit<World, 'running'>): World['running'] =>
  async (program, { id = here.id(), limits, ...options } = {}) => {
    const out = gather();
    const printed = Promise.withResolvers<void>();
    const started = Promise.withResolvers<Started>();
    const wanted = program.does === 'family' ? 2 : 1;
    const bundle = await here.bundle(program, limits);
    const ended = here.later(
      here.runtime.run(id, bundle, {
        ...options,
        stdout: (chunk) => {
          out.sink(chunk);
          if (out.lines().length >= wanted) printed.resolve();
        },
        onStarted: started.resolve,
      }),
    );
    const gone = ended.then((status): never => {
      throw new Error(`the program ${program.does} has ended already: ${JSON.stringify(status)}`);
    });
    gone.catch(() => {});
    if (!prints(program)) printed.resolve();
    const ready = Promise.all([started.promise, printed.promise]);
    const [begun] = await here.soon(`the start of the program ${program.does}`, Promise.race([ready, gone]));
    return { id, bundle, out, ended, started: begun };
  };
