import type { Claim, Reaper } from './reaper/reaper.ts';

/**
 * System calls of Linux that Node lacks. Every call that the kernel refuses throws a `NodeJS.ErrnoException` as
 * Node's own are: `code` (`'ESRCH'`), `errno` (negative), `syscall`. An argument of the wrong type throws
 * `ERR_INVALID_OPTION`, a `TypeError`.
 */
export interface Linux {
  /**
   * A real pipe(2), both ends close-on-exec. (What Node calls 'pipe' in `stdio` is a socket pair: `/dev/stdout`
   * cannot be opened on one, and CRIU cannot dump it.)
   * @throws `EMFILE`, `ENFILE`
   */
  readonly pipe: () => Pipe;
  /**
   * An eventfd, close-on-exec and non-blocking, whose counter begins at `initial` (default: 0; at most 2³²−1).
   * @throws `EMFILE`, `ENFILE`
   */
  readonly eventfd: (initial?: number) => number;
  /**
   * Takes the counter of an eventfd and sets it back to 0; `undefined` where it is 0 already.
   * @throws `EBADF`, or `EINVAL` where it is no eventfd
   */
  readonly readEventfd: (fd: number) => bigint | undefined;
  /**
   * Takes flock(2)'s exclusive lock of an open file without waiting: `false` where it is locked through another
   * descriptor. Closing `fd` ends it.
   * @throws `EBADF`
   */
  readonly tryLock: (fd: number) => boolean;
  /**
   * A descriptor of the process, close-on-exec: readable once it is dead, and never another process's.
   * @throws `ESRCH` where there is no such process; `EINVAL` for a thread that leads no process; `EMFILE`
   */
  readonly pidfdOpen: (pid: number) => number;
  /**
   * Sends a signal, by number (0 only asks whether it could).
   * @throws `ESRCH` where it is dead and reaped; `EPERM`; `EINVAL`; `EBADF`
   */
  readonly pidfdSendSignal: (pidfd: number, signal: number) => void;
  /**
   * Calls `ready` on the main thread whenever `fd` is ready, on each turn of the event loop as long as it is: take
   * what is there, or dispose. End of file and a failed descriptor are readiness too. What `ready` throws is an
   * uncaught exception. It does not keep Node alive unless `ref()` is called.
   * @param events `'in'`: readable (EPOLLIN). `'pri'`: EPOLLPRI, as PSI triggers, `cgroup.events` and
   * `memory.events` tell it; such a descriptor becomes non-blocking.
   * @throws `EBADF`; `EPERM` for what cannot be waited for (a regular file); `EEXIST` where it is watched already
   */
  readonly watch: (fd: number, events: 'in' | 'pri', ready: () => void) => Watch;
  readonly reaper: Reaper;
  /**
   * The end of a process that is another's child, told once that parent has reaped it. Needs `tellsStrangers`.
   * Its `exited` rejects with `ESRCH` where there is no such process, with `ENOTSUP` where the kernel kept nothing.
   */
  readonly endOfStranger: (pid: number) => Claim;
  /** Whether the kernel keeps how a process ended for others than its parent (PIDFD_INFO_EXIT, Linux 6.15). */
  readonly tellsStrangers: boolean;
  /**
   * Listens at `path` (at most 107 bytes; it must not exist) for one connection that sends a descriptor, as an OCI
   * runtime sends a pseudoterminal's (runtime-tools' `--console-socket`). The file is the caller's to remove.
   * @throws `EADDRINUSE`, `EACCES`, …
   */
  readonly consoleSocket: (path: string) => ConsoleSocket;
  /**
   * Sets a pseudoterminal's size.
   * @throws `ENOTTY`, `EBADF`
   */
  readonly setWindowSize: (fd: number, columns: number, rows: number) => void;
  /**
   * Closes a descriptor, and ends its watches first.
   * @throws `EBADF`
   */
  readonly close: (fd: number) => void;
}

/** Waits for a descriptor. Disposing it ends that, and `received` then rejects with `ECANCELED`. */
export interface ConsoleSocket extends Disposable {
  /** The descriptor, close-on-exec; rejects with `EPROTO` where a message came without one. */
  readonly received: Promise<number>;
}

/** The two ends of a pipe, as descriptors: the caller closes them. */
export interface Pipe {
  readonly read: number;
  readonly write: number;
}

/** A watch on a descriptor. Disposing it ends it, and closes nothing; twice is no error. */
export interface Watch extends Disposable {
  /** Keeps Node alive until it is disposed or unreferenced. */
  readonly ref: () => void;
  readonly unref: () => void;
}
