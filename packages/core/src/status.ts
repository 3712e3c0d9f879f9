/** A signal by name (`SIGTERM`) or number. */
export type Signal = NodeJS.Signals | number;

/** How a process ended. A program's non-zero exit is a result, never an error; no status is ever made up. */
export interface ExitStatus {
  /** The program's own exit code, 0 to 255; 128 + n where signal n ended it. */
  readonly exitCode: number;
  /**
   * `null`: it exited by itself. A name, or a number where the signal has none: that signal ended it.
   * `'unknown'`: its code is above 128 and only the runtime's word for it is there (see `exactSignals`).
   */
  readonly signal: Signal | null | 'unknown';
  /**
   * The kernel killed a process of the container for memory (`oomKills` > 0) and the exit code is 137, be it
   * init's own death or a child's passed on. `'unknown'` where it could not be told.
   */
  readonly oomKilled: boolean | 'unknown';
  /** How many processes of the container the kernel killed for memory. */
  readonly oomKills: number | 'unknown';
  /** When it started. Absent for an adopted container whose runtime does not date it. */
  readonly startedAt?: Date | undefined;
  /** When its end was learnt. */
  readonly finishedAt: Date;
}
