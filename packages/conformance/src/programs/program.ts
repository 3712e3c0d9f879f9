/**
 * What the tests have run, in words that no shell is needed for. The author's factory turns each into a bundle, and
 * into a process for `exec`; `shArgs` does for runtimes that have a shell.
 *
 * A program that prints `ready` does so, as a line on standard output, as soon as it is what it says.
 */
export type Program =
  /** Exits with that code at once, without a word. */
  | { readonly does: 'exit'; readonly code: number }
  /** Writes these texts as they are, standard output's first, and exits. Default code: 0. */
  | {
      readonly does: 'print';
      readonly stdout?: string;
      readonly stderr?: string;
      readonly code?: number;
    }
  /** Copies standard input to standard output, byte for byte, until it ends, and exits with 0. */
  | { readonly does: 'echo' }
  /** Prints `ready` and runs for ever; SIGKILL ends it. */
  | { readonly does: 'run' }
  /** Prints 1, 2, 3, … for ever, a line each, about every 20 ms. SIGKILL ends it. */
  | { readonly does: 'tick' }
  /** Prints `ready` and runs for ever, whatever comes of that signal. */
  | { readonly does: 'ignore'; readonly signal: NodeJS.Signals }
  /** Prints `ready`, and exits with that code on that signal. */
  | { readonly does: 'handle'; readonly signal: NodeJS.Signals; readonly code: number }
  /** Exits with that code after about so many milliseconds. */
  | { readonly does: 'sleep'; readonly ms: number; readonly code: number }
  /** Starts a child that runs for ever and holds its standard output and error open; exits with that code itself. */
  | { readonly does: 'leave'; readonly code: number }
  /**
   * Two processes that run for ever: itself and a child. Each prints `init ready` or `child ready`, and `init got` or
   * `child got` whenever SIGUSR1 comes.
   */
  | { readonly does: 'family' }
  /** Prints the numbers from 1 to `to`, a line each, as fast as they are taken, and exits with 0. */
  | { readonly does: 'count'; readonly to: number }
  /** Prints `o1` to standard output, `e1` to standard error, `o2`, `e2` and so on, a line each; exits with 0. */
  | { readonly does: 'alternate'; readonly times: number }
  /** Prints the value of an environment variable as it is, nothing where it is not set, and exits with 0. */
  | { readonly does: 'show'; readonly variable: string }
  /** Prints its working directory, a line, and exits with 0. */
  | { readonly does: 'where' }
  /** Prints `terminal` where its standard input and output are one, else `none`, a line; exits with 0. */
  | { readonly does: 'tty' }
  /** Takes more and more memory until it is killed for it. */
  | { readonly does: 'allocate' }
  /** Starts a child that takes more and more memory until it is killed for it; then exits with that code. */
  | { readonly does: 'sacrifice'; readonly code: number }
  /** A program that is not there: it cannot be started. */
  | { readonly does: 'missing' };

/** The name of a program of the vocabulary. */
export type ProgramName = Program['does'];

/** Limits of a container; absent: none. */
export interface Limits {
  /** In bytes. */
  readonly memory?: number | undefined;
  /** Processes at once. */
  readonly pids?: number | undefined;
}
