import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

/** The command as it is installed. */
export const bin: string = fileURLToPath(new URL('../../dist/bin.js', import.meta.url));

export interface Ended {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface StartOptions {
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Default: /dev/null. `pipe`: to be written and ended by the test. */
  readonly stdin?: 'ignore' | 'pipe';
  readonly cwd?: string;
  readonly uid?: number;
}

/** A command that runs. */
export interface Running {
  readonly child: ChildProcess;
  readonly stdout: () => string;
  readonly stderr: () => string;
  readonly ended: Promise<Ended>;
}

const gather = (from: Readable | null): (() => string) => {
  const chunks: Buffer[] = [];
  from?.on('data', (chunk: Buffer) => chunks.push(chunk));
  return () => Buffer.concat(chunks).toString();
};

/** Starts a program as a shell would and gathers what it says. */
export const start = (program: string, args: readonly string[], options: StartOptions = {}): Running => {
  const { stdin = 'ignore', env = process.env, cwd, uid } = options;
  const child = spawn(program, [...args], {
    stdio: [stdin, 'pipe', 'pipe'],
    env: { ...env },
    ...(cwd === undefined ? {} : { cwd }),
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
  const [stdout, stderr] = [gather(child.stdout), gather(child.stderr)];
  const ended = once(child, 'close').then(([exitCode, signal]) => ({
    exitCode: exitCode as number | null,
    signal: signal as NodeJS.Signals | null,
    stdout: stdout(),
    stderr: stderr(),
  }));
  return { child, stdout, stderr, ended };
};
