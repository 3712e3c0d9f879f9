/** Waits for processes that this process inherits: those whose own parent died first. */
export interface Reaper {
  /**
   * Makes this process a child subreaper (PR_SET_CHILD_SUBREAPER) and begins to reap what it inherits: every orphan
   * of the program, whoever started its parent. What Node itself started is never touched, nor is any child that
   * was there before. An orphan that nobody claims is reaped one second after its death was seen, so that a native
   * addon with a waiter of its own comes first. Again is no error.
   */
  readonly start: () => void;
  /**
   * While it is held, an orphan that dies is kept for a later {@link Reaper.claim} (a zombie keeps its pid). Hold it
   * around the command whose orphan you will claim.
   */
  readonly expect: () => Disposable;
  /**
   * The end of an orphan of ours, running or dead already. Any number of claims of one pid get the same end.
   * @throws `ERR_INVALID_OPTION` where Node started this child itself: its `exit` event tells its end.
   */
  readonly claim: (pid: number) => Claim;
}

/** A wait for one process. It keeps Node alive while it is pending, unless `unref()` is called. */
export interface Claim {
  /** Rejects with `ECHILD`, a system error, where the pid is no child of ours, or somebody else reaped it. */
  readonly exited: Promise<ProcessEnd>;
  readonly ref: () => void;
  readonly unref: () => void;
}

/** How a process ended, as the kernel told it. */
export interface ProcessEnd {
  /** Its own exit code, 0 to 255; 128 + n where signal n ended it. */
  readonly exitCode: number;
  /** `null`: it exited by itself. Otherwise the signal that ended it: its name, or its number if it has none. */
  readonly signal: NodeJS.Signals | number | null;
}
