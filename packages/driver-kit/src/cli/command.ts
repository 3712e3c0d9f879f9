import { RuntimeError } from '@caisson/errors';
import type { Linux } from '@caisson/linux';
import type { CliOptions, Dialect } from '../dialect.ts';
import type { Launch } from '../program/launch.ts';
import { parseLog } from '../program/log.ts';
import { type Scratch, scratch } from '../program/scratch.ts';
import { runVerb } from '../program/verb.ts';
import { runcSpelling } from './argv.ts';
import { failureOf, unavailable } from './failure.ts';

/** A runtime's command line as one driver drives it. */
export interface Command {
  readonly dialect: Dialect & typeof runcSpelling;
  readonly options: CliOptions;
  /** The binary, resolved. */
  readonly path: string;
  readonly root: string;
  readonly launch: Launch;
  readonly timeoutMs: number;
  /** Absent: it waits by the foreground verbs. */
  readonly linux: Linux | undefined;
}

export const spelled = (dialect: Dialect): Command['dialect'] => ({ ...runcSpelling, ...dialect });

/** The whole command line of a verb. */
export const argvOf = (
  command: Command,
  log: string,
  id: string | undefined,
  args: readonly string[],
): readonly string[] => [
  ...command.dialect.global(command.options, log, id),
  ...(command.options.extraArgs ?? []),
  ...args,
];

/**
 * Runs a verb for its answer: what it printed.
 * @throws the failure, by the dialect's `errorCode`; `ERR_TIMEOUT`
 */
export const ask = async (
  command: Command,
  id: string | undefined,
  spell: readonly string[] | ((files: Scratch) => readonly string[]),
  signal?: AbortSignal,
): Promise<string> => {
  using files = scratch();
  const args = typeof spell === 'function' ? spell(files) : spell;
  const verb = args[0] ?? '';
  const log = files.path('log');
  const end = await runVerb(
    command.launch,
    { path: command.path, args: argvOf(command, log, id, args), stdio: ['ignore', 'pipe', 'pipe'] },
    { timeoutMs: command.timeoutMs, signal },
  ).catch((cause: unknown) => {
    throw signal?.aborted ? cause : unavailable(command.dialect.name, command.path, cause);
  });
  tellDebug(command, files);
  if (end.exitCode === 0 && !end.timedOut) return end.stdout;
  throw failureOf(command, { verb, id, ...end }, files.read('log') ?? '', end.stderr);
};

/** With `debug`, the runtime's own log goes to standard error, line by line. */
export const tellDebug = (command: Command, files: Scratch): void => {
  if (!command.options.debug) return;
  for (const { level, msg } of parseLog(files.read('log') ?? '')) {
    process.stderr.write(`${command.dialect.name}: ${level}: ${msg}\n`);
  }
};

/** Reads what a verb printed; something else than it promises is the runtime's failure. */
export const parsed = <T>(command: Command, verb: string, stdout: string, parse: (text: string) => T): T => {
  try {
    return parse(stdout);
  } catch (cause) {
    throw new RuntimeError(
      'ERR_RUNTIME_FAILED',
      `${command.dialect.name} ${verb} printed what is no answer: ${JSON.stringify(stdout.slice(0, 200))}`,
      { runtime: command.dialect.name, verb, words: stdout.slice(0, 2_000), cause },
    );
  }
};
