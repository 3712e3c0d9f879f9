import type { ExitStatus } from '@caisson/core';

export type End = Pick<ExitStatus, 'exitCode' | 'signal'>;

/** What is known when a sandbox has ended. */
export interface Evidence {
  /** How it ended, where that is known. */
  readonly end: End | undefined;
  /** Its last measured memory was at the limit. */
  readonly atLimit: boolean;
  /**
   * How many kills have been counted since, by what counts others' too: a cgroup that it shares, or the kernel as a
   * whole; `undefined`: there is none to be seen.
   */
  readonly sharedKills: number | undefined;
}

/**
 * Every other end may be of a kill: the kernel takes the sandbox's kernel (SIGKILL), or the process that holds the
 * application's memory, and gVisor then ends with a code of its own (1, seen on 20240729).
 */
const wellDone = (end: End): boolean => end.signal === null && end.exitCode === 0;

/**
 * Whether the kernel killed it for memory. Never certain: 1 where it died at its limit; 0 where it ended well, or
 * where nothing of which it is a part counted any; else nobody knows.
 */
export const verdictOn = ({ end, atLimit, sharedKills }: Evidence): 0 | 1 | 'unknown' => {
  if (sharedKills === 0) return 0;
  if (end && wellDone(end)) return 0;
  return atLimit ? 1 : 'unknown';
};
