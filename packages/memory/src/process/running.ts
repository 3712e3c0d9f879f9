import type { Signal } from '@caisson/core';
import type { Program } from '../program.ts';
import type { Plumbing } from '../streams/plumbing.ts';
import { scripted } from './scripted.ts';
import { endsByDefault, nameOf, numberOf } from './signals.ts';

/** How a process ended. */
interface End {
  readonly exitCode: number;
  readonly signal: Signal | null;
}

/** What a process is made of. */
export interface Birth {
  readonly pid: number;
  /** The pid of its process group's first. */
  readonly group: number;
  readonly args: readonly string[];
  readonly env: readonly string[];
  readonly cwd: string;
  readonly program: Program;
  readonly plumbing: Plumbing;
  /** The init of a pid namespace of its own: signals that it does not handle do nothing to it. */
  readonly protected: boolean;
  readonly state: Record<string, unknown>;
  readonly restored: boolean;
  /** Settles when its container is not paused. */
  readonly thawed: () => Promise<void>;
  readonly fork: (parent: Running, args: readonly string[]) => number;
  /** Takes memory; may kill it. */
  readonly allocate: (by: Running, bytes: number) => void;
}

/** A process of a container in memory. */
export interface Running extends Pick<Birth, 'pid' | 'group' | 'args' | 'env' | 'cwd' | 'state'> {
  readonly exited: Promise<End>;
  readonly ended: () => boolean;
  readonly start: () => void;
  readonly kill: (signal: Signal) => void;
}

/** What unwinds a program whose process is gone. */
export const gone: Error = new Error('This process is gone.');

export const runningOf = (birth: Birth): Running => {
  const { pid, group, args, env, cwd, state } = birth;
  const { promise: exited, resolve } = Promise.withResolvers<End>();
  const handlers = new Map<number, () => void>();
  const life = new AbortController();
  const end = (exitCode: number, signal: Signal | null): void => {
    if (life.signal.aborted) return;
    life.abort(gone);
    resolve({ exitCode, signal });
  };
  /** A program that throws is one that crashes. */
  const crash = async (error: unknown): Promise<void> => {
    if (error === gone || life.signal.aborted) return;
    const words = error instanceof Error ? (error.stack ?? error.message) : String(error);
    await birth.plumbing.stderr.write(Buffer.from(`${words}\n`)).catch(() => {});
    end(1, null);
  };
  const running: Running = {
    pid,
    group,
    args,
    env,
    cwd,
    state,
    exited,
    ended: () => life.signal.aborted,
    start: () => {
      const { face, written } = scripted(birth, running, life.signal, handlers, end);
      const live = async (): Promise<void> => {
        const code = await birth.program(face);
        await written(); // A write blocks: nothing comes after it before it is done.
        end((code ?? 0) & 255, null);
      };
      live().catch(crash);
    },
    kill: (signal) => {
      const number = numberOf(signal) ?? 0;
      if (nameOf(number) === 'SIGKILL') return end(128 + number, 'SIGKILL');
      const deliver = async (): Promise<void> => {
        await birth.thawed();
        const handler = handlers.get(number);
        if (handler) handler();
        else if (!birth.protected && endsByDefault(number)) end(128 + number, nameOf(number));
      };
      deliver().catch(crash);
    },
  };
  return running;
};
