import { RuntimeError } from '@caisson/errors';
import type { Io } from '../engine.ts';
import type { Launched } from '../program/launch.ts';
import { said } from '../program/said.ts';
import type { Scratch } from '../program/scratch.ts';
import { lateness } from '../program/verb.ts';
import { argvOf, type Command, tellDebug } from './command.ts';
import { failureOf, unavailable } from './failure.ts';
import { type OpenStdio, openStdio } from './stdio.ts';

/** A verb that hands its standard streams to the process it makes. */
export interface Begun {
  readonly client: Launched;
  readonly stdio: OpenStdio;
}

/** Starts such a verb; its log and pid file lie in `files`. */
export const begin = async (
  command: Command,
  id: string,
  io: Io,
  args: readonly string[],
  files: Scratch,
): Promise<Begun> => {
  const stdio = await openStdio(io, command, files);
  try {
    const client = command.launch({
      path: command.path,
      args: argvOf(command, files.path('log'), id, args),
      stdio: stdio.child,
    });
    stdio.handedOver();
    return { client, stdio };
  } catch (cause) {
    stdio.destroy();
    throw unavailable(command.dialect.name, command.path, cause);
  }
};

/**
 * Waits for a detaching verb's end, bounded, and gives the pid that it wrote.
 * @throws the failure; what it opened is closed then.
 */
export const begunPid = async (
  command: Command,
  verb: string,
  id: string,
  { client, stdio }: Begun,
  files: Scratch,
): Promise<number> => {
  using late = lateness(client.kill, command.timeoutMs);
  try {
    const end = (await Promise.race([client.exited, late.expired])) ?? {
      exitCode: null,
      signal: 'SIGKILL' as const,
    };
    tellDebug(command, files);
    if (end.exitCode === 0 && !late.hit()) return pidIn(command, verb, id, files);
    const words = await said(stdio.stderr ?? stdio.stdout);
    throw failureOf(command, { verb, id, ...end, timedOut: late.hit() }, files.read('log') ?? '', words);
  } catch (error) {
    stdio.destroy();
    throw error instanceof RuntimeError ? error : unavailable(command.dialect.name, command.path, error);
  }
};

const pidIn = (command: Command, verb: string, id: string, files: Scratch): number => {
  const text = files.read('pid') ?? '';
  const pid = Number(text);
  if (Number.isInteger(pid) && pid > 0) return pid;
  const { name } = command.dialect;
  throw new RuntimeError('ERR_RUNTIME_FAILED', `${name} ${verb} ${id} told success and wrote no pid`, {
    runtime: name,
    verb,
    id,
    reason: `its pid file holds ${JSON.stringify(text.slice(0, 40))}`,
  });
};
