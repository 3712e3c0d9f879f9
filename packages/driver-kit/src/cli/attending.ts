import { collect } from '../program/said.ts';
import { scratch } from '../program/scratch.ts';
import { argvOf, type Command } from './command.ts';
import { failureOf, unavailable } from './failure.ts';
import { keepers } from './stdio.ts';

/** A verb under way that ends with what it tells of. */
export interface Attended {
  /** What it printed, at its end; rejects with its failure. */
  readonly answer: Promise<string>;
  /** Ends the command, not what it tells of. */
  readonly leave: () => void;
  /** Whether it keeps Node alive. */
  readonly ref: () => void;
  readonly unref: () => void;
}

/** What such a verb may answer at most, in bytes. */
const answerLimit = 1 << 20;

/** @throws `ERR_RUNTIME_NOT_AVAILABLE` where it cannot be started */
export const attending = (command: Command, id: string, args: readonly string[]): Attended => {
  const files = scratch();
  const unusable = (cause: unknown): Error => unavailable(command.dialect.name, command.path, cause);
  const begin = () => {
    try {
      return command.launch({
        path: command.path,
        args: argvOf(command, files.path('log'), id, args),
        stdio: ['ignore', 'pipe', 'pipe'],
      });
    } catch (cause) {
      files[Symbol.dispose]();
      throw unusable(cause);
    }
  };
  const running = begin();
  const stdout = collect(running.stdout, answerLimit);
  const stderr = collect(running.stderr, answerLimit);
  const ended = async (): Promise<string> => {
    try {
      const end = await running.exited.catch((cause: unknown) => {
        throw unusable(cause);
      });
      if (end.exitCode === 0) return await stdout.text();
      const facts = { verb: args[0] ?? '', id, ...end, timedOut: false };
      throw failureOf(command, facts, files.read('log') ?? '', await stderr.text());
    } finally {
      stdout.leave();
      stderr.leave();
      files[Symbol.dispose]();
    }
  };
  const answer = ended();
  answer.catch(() => {});
  const pipes = keepers([running.stdout, running.stderr]);
  return {
    answer,
    leave: () => running.kill('SIGKILL'),
    ref: () => {
      running.ref();
      pipes.ref();
    },
    unref: () => {
      running.unref();
      pipes.unref();
    },
  };
};
