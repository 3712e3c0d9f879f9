import type { Readable } from 'node:stream';
import { execa } from 'execa';

/** A standard stream of a command: nothing, a pipe to read from, or a descriptor of ours. */
export type Stdio = 'ignore' | 'pipe' | number;

export interface Program {
  readonly path: string;
  readonly args: readonly string[];
  readonly stdio: readonly [stdin: Stdio, stdout: Stdio, stderr: Stdio];
  /** Beside this process's own environment. */
  readonly env?: Readonly<Record<string, string>> | undefined;
}

export interface Launched {
  readonly pid: number | undefined;
  readonly stdout: Readable | undefined;
  readonly stderr: Readable | undefined;
  /** At its exit, whoever still holds its pipes; rejects where it could not be started. */
  readonly exited: Promise<{ readonly exitCode: number | null; readonly signal: NodeJS.Signals | null }>;
  readonly kill: (signal: NodeJS.Signals) => void;
  readonly ref: () => void;
  readonly unref: () => void;
}

/** Starts a command. There is this one place that does, and an engine can be given another. */
export type Launch = (program: Program) => Launched;

/** By execa, without a shell, in a session of its own: a Ctrl-C at our terminal must not reach a runtime's create. */
export const launch: Launch = ({ path, args, stdio, env }) => {
  const subprocess = execa(path, args, {
    ...(env ? { env } : {}),
    // execa's types allow a descriptor other than 0, 1 and 2 in few places; execa itself passes any on.
    stdio: stdio as unknown as readonly ['ignore', 'pipe', 'pipe'],
    buffer: false,
    cleanup: false,
    detached: true,
    reject: false,
    stripFinalNewline: false,
  });
  const child = subprocess.nodeChildProcess;
  const exited = new Promise<Awaited<Launched['exited']>>((resolve, reject) => {
    child.once('exit', (exitCode, signal) => resolve({ exitCode, signal }));
    subprocess.then(
      (result) => {
        if (child.pid === undefined) reject(result.cause ?? result);
      },
      (error: unknown) => reject(error),
    );
  });
  exited.catch(() => {});
  return {
    pid: child.pid,
    stdout: child.stdout ?? undefined,
    stderr: child.stderr ?? undefined,
    exited,
    // Its whole group: a wrapper script's signal would else leave the runtime itself behind.
    kill: (signal) => {
      if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
      try {
        process.kill(-child.pid, signal);
      } catch {
        child.kill(signal);
      }
    },
    ref: () => child.ref(),
    unref: () => child.unref(),
  };
};
