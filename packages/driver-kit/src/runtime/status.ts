import type { ExitStatus } from '@caisson/core';
import type { EngineEnd } from '../engine.ts';

/** 128 + SIGKILL, by which the kernel ends a process for memory. */
const killed = 137;

/**
 * The verdict: a kill was counted beside the `earlier` ones, which did not end it, and the code is a kill's, init's own
 * or a child's that was passed on.
 */
export const statusOf = (
  { exitCode, signal }: EngineEnd,
  oomKills: number | 'unknown',
  startedAt: Date | undefined,
  finishedAt: Date,
  earlier = 0,
): ExitStatus => ({
  exitCode,
  signal,
  oomKilled: exitCode === killed && (oomKills === 'unknown' ? 'unknown' : oomKills > earlier),
  oomKills,
  ...(startedAt ? { startedAt } : {}),
  finishedAt,
});

/** Of two counts the one that saw more: each counts some kills, and neither any that was not. */
export const atLeast = (one: number | 'unknown', other: number | 'unknown'): number | 'unknown' => {
  if (one === 'unknown') return other;
  return other === 'unknown' ? one : Math.max(one, other);
};
