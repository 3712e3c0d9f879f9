import { join } from 'node:path';
import type { Process } from '@caisson/core';
import { RuntimeError } from '@caisson/errors';
import type { Claim, Linux } from '@caisson/linux';
import type { EngineProcess, Io } from '../engine.ts';
import { type Scratch, scratch } from '../program/scratch.ts';
import { begin, begunPid } from './begin.ts';
import type { Command } from './command.ts';
import { inherited } from './inherited.ts';
import { innerPid } from './inner-pid.ts';
import { killer } from './killer.ts';
import type { KillCounter } from './kills.ts';
import type { Launcher } from './launcher.ts';
import type { OpenStdio } from './stdio.ts';
import { consoleOf, terminalStdio } from './terminal.ts';

/** A process that a detaching command made. */
interface Made {
  readonly pid: number;
  readonly inner: number | undefined;
  readonly claim: Claim;
  readonly stdio: OpenStdio;
}

/**
 * The runtime's command detaches and is gone; this process, a subreaper, inherits the container's init (or the
 * process that exec started) and waits for it by pidfd. No process and no thread beside the container.
 */
export const nativeLauncher = (command: Command, linux: Linux, kills: KillCounter): Launcher => {
  const { dialect } = command;
  linux.reaper.start();

  const detach = async (
    verb: string,
    id: string,
    io: Io,
    args: (files: Scratch) => readonly string[],
    by: Command = command,
  ): Promise<Made> => {
    using files = scratch();
    // Its end may come before its pid is read: it is kept until it is claimed.
    using _held = linux.reaper.expect();
    const socket = await io.terminal?.listen(files.path('tty'));
    const giveUp = (error: unknown): never => {
      socket?.[Symbol.dispose]();
      throw error;
    };
    const begun = await begin(by, id, io, args(files), files).catch(giveUp);
    const pid = await begunPid(by, verb, id, begun, files).catch(giveUp);
    await inherited(pid);
    const made = { pid, inner: innerPid(files), claim: linux.reaper.claim(pid) };
    if (!socket) return { ...made, stdio: begun.stdio };
    return { ...made, stdio: await terminalStdio(command, socket, begun.stdio) };
  };

  const claimCompanions = (id: string): void => {
    for (const pid of dialect.companions?.(join(command.root, id)) ?? []) {
      try {
        const claim = linux.reaper.claim(pid);
        claim.unref();
        claim.exited.catch(() => {});
      } catch {
        // It has gone, and was reaped.
      }
    }
  };

  const processOf = (id: string, { pid, inner, claim, stdio }: Made): EngineProcess => ({
    pid: inner ?? pid,
    hostPid: pid,
    stdin: stdio.stdin,
    stdout: stdio.stdout,
    stderr: stdio.stderr,
    exited: claim.exited.catch((cause: unknown) => {
      throw lost(dialect.name, id, cause);
    }),
    oomKills: () => kills.read(id),
    ref: () => {
      claim.ref();
      stdio.ref();
    },
    unref: () => {
      claim.unref();
      stdio.unref();
    },
    release: async () => stdio.destroy(),
  });

  return {
    create: async (id, bundle, io) => {
      const made = await detach('create', id, io, (files) =>
        dialect.create(id, { bundle, pidFile: files.path('pid'), consoleSocket: consoleOf(io, files) }),
      );
      claimCompanions(id);
      await kills.find(id, made.pid);
      return processOf(id, made);
    },
    run: async (id, bundle, io) => {
      const made = await detach('run', id, io, (files) =>
        dialect.run(id, {
          bundle,
          pidFile: files.path('pid'),
          consoleSocket: consoleOf(io, files),
          detach: true,
          keep: false,
        }),
      );
      claimCompanions(id);
      return processOf(id, made);
    },
    restore: async (told, id, io, spell) => {
      const args = (files: Scratch): readonly string[] =>
        spell(files.path('pid'), consoleOf(io, files), true);
      const made = await detach('restore', id, io, args, told);
      claimCompanions(id);
      await kills.find(id, made.pid);
      return processOf(id, made);
    },
    exec: async (id, process, io) => {
      const before = await kills.read(id);
      const made = await detach('exec', id, io, (files) =>
        dialect.exec(id, {
          process,
          processFile: files.write('process.json', JSON.stringify(sized(process, io))),
          pidFile: files.path('pid'),
          innerPidFile: files.path('inner'),
          consoleSocket: consoleOf(io, files),
          detach: true,
        }),
      );
      const running = processOf(id, made);
      return {
        ...running,
        oomKills: () => since(before, kills.read(id)),
        kill: killer(made.pid, running.exited),
      };
    },
  };
};

/** The runtime sets the size before its program looks at it, where we could do so only afterwards. */
const sized = (process: Process, { terminal }: Io): Process =>
  terminal ? { consoleSize: { height: terminal.rows, width: terminal.columns }, ...process } : process;

/** Kills counted since a first count. */
export const since = async (
  before: number | 'unknown',
  now: Promise<number | 'unknown'>,
): Promise<number | 'unknown'> => {
  const after = await now;
  return before === 'unknown' || after === 'unknown' ? 'unknown' : after - before;
};

const lost = (runtime: string, id: string, cause: unknown): RuntimeError =>
  new RuntimeError('ERR_STATUS_LOST', `${runtime}: the status of a process of ${id} is lost`, {
    runtime,
    id,
    cause,
    reason: 'its process was waited for by another',
  });
