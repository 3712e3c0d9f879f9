import { readdirSync, readFileSync } from 'node:fs';
import type { Launch, Launched } from '../program/launch.ts';
import { processStart, runsProgram } from './process-start.ts';

/** How often CRIU is looked for, in milliseconds. */
const lookMs = 100;
/** What a runtime may take to tell of CRIU's end, in milliseconds. */
const toldMs = 10_000;
/** What it may take to give up when nothing is left to wait for, in milliseconds. */
const giveUpMs = 5_000;

/** A way to start a runtime that restores by CRIU, which gives up where it would wait for ever. */
export interface CriuGuard extends Disposable {
  readonly launch: Launch;
}

/**
 * Where CRIU is killed alone, the processes that it has made so far wait for it. They hold the socket from which the
 * runtime reads CRIU's answer, and the pipes that it copies: it waits for them. They are ended then, and the runtime
 * tells of its failure. So they are when `signal` aborts.
 */
export const criuGuard = (launch: Launch, signal?: AbortSignal): CriuGuard => {
  const watches: Disposable[] = [];
  return {
    launch: (program) => {
      const client = launch(program);
      if (client.pid !== undefined) watches.push(watchOver(client, client.pid, signal));
      return client;
    },
    [Symbol.dispose]: () => {
      for (const watch of watches) watch[Symbol.dispose]();
    },
  };
};

const watchOver = (client: Launched, runtime: number, signal: AbortSignal | undefined): Disposable => {
  /** All that it has made, by pid, with its start. */
  const made = new Map<number, string>();
  let lastSeen: number | undefined;
  let giveUp: NodeJS.Timeout | undefined;

  const look = (): void => {
    const children = childrenOf(runtime);
    // What CRIU makes are forks of it.
    const criu = children.find(runsProgram);
    if (criu !== undefined) lastSeen = performance.now();
    // It may have ended before it was seen: what there is then is its own, or itself, a zombie.
    else if (children.length > 0) lastSeen ??= performance.now();
    for (const pid of [...children, ...(criu === undefined ? [] : childrenOf(criu))]) {
      const start = processStart(pid);
      if (start !== undefined) made.set(pid, start);
    }
  };
  const isLate = (): boolean => lastSeen !== undefined && performance.now() - lastSeen > toldMs;
  const end = (): void => {
    giveUp ??= setTimeout(client.kill, giveUpMs, 'SIGKILL');
    look();
    for (const [pid, start] of made) if (processStart(pid) === start) kill(pid);
  };
  // Again and again: the runtime may not have come to its CRIU yet.
  const timer = setInterval(() => {
    look();
    if (giveUp || isLate()) end();
  }, lookMs);
  const dispose = (): void => {
    clearInterval(timer);
    clearTimeout(giveUp);
    signal?.removeEventListener('abort', end);
  };
  client.exited.then(dispose, dispose);
  if (signal?.aborted) end();
  else signal?.addEventListener('abort', end, { once: true });
  return { [Symbol.dispose]: dispose };
};

/** The children of all threads of a process; none where it has ended. */
const childrenOf = (pid: number): readonly number[] => {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
      readFileSync(`/proc/${pid}/task/${thread}/children`, 'latin1').split(' ').filter(Boolean).map(Number),
    );
  } catch {
    return [];
  }
};

const kill = (pid: number): void => {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It was quicker.
  }
};
