import type { Signal } from '@caisson/core';
import type { EngineProcess } from '../engine.ts';
import { processGroupOf, processStart } from './process-start.ts';

/**
 * Signals a process that is waited for, or its process group: its pid cannot be another's before its end is known.
 * A group outlives its leader, and keeps the number from others meanwhile; a process of that number is a stranger.
 */
export const killer = (pid: number, exited: Promise<unknown>): NonNullable<EngineProcess['kill']> => {
  // runc makes the process the leader; with crun 1.8 the leader was a process between, and is gone.
  const group = processGroupOf(pid) ?? pid;
  let over = false;
  const mark = (): void => {
    over = true;
  };
  exited.then(mark, mark);
  return async (signal: Signal, all: boolean) => {
    if (all && !(over && processStart(group) !== undefined)) send(-group, signal);
    if (!over && !(all && group === pid)) send(pid, signal);
  };
};

const send = (to: number, signal: Signal): void => {
  try {
    process.kill(to, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
};
