import type { Signal } from '@caisson/core';

/** Linux's, whatever this host's are. */
const names = [
  'SIGHUP',
  'SIGINT',
  'SIGQUIT',
  'SIGILL',
  'SIGTRAP',
  'SIGABRT',
  'SIGBUS',
  'SIGFPE',
  'SIGKILL',
  'SIGUSR1',
  'SIGSEGV',
  'SIGUSR2',
  'SIGPIPE',
  'SIGALRM',
  'SIGTERM',
  'SIGSTKFLT',
  'SIGCHLD',
  'SIGCONT',
  'SIGSTOP',
  'SIGTSTP',
  'SIGTTIN',
  'SIGTTOU',
  'SIGURG',
  'SIGXCPU',
  'SIGXFSZ',
  'SIGVTALRM',
  'SIGPROF',
  'SIGWINCH',
  'SIGIO',
  'SIGPWR',
  'SIGSYS',
] as const satisfies readonly NodeJS.Signals[];

const aliases: Readonly<Record<string, number>> = { SIGIOT: 6, SIGPOLL: 29, SIGUNUSED: 31 };

/** 1 to 64, or `undefined` for what is no signal. */
export const numberOf = (signal: unknown): number | undefined => {
  if (typeof signal === 'number') {
    return Number.isInteger(signal) && signal >= 1 && signal <= 64 ? signal : undefined;
  }
  if (typeof signal !== 'string') return undefined;
  const index = (names as readonly string[]).indexOf(signal);
  return index >= 0 ? index + 1 : Object.hasOwn(aliases, signal) ? aliases[signal] : undefined;
};

/** Its name, or the number of one that has none. */
export const nameOf = (number: number): Signal => names[number - 1] ?? number;

/** What Linux does to a process that does not handle it. (Stopping is not acted.) */
export const endsByDefault = (number: number): boolean =>
  !['SIGCHLD', 'SIGCONT', 'SIGSTOP', 'SIGTSTP', 'SIGTTIN', 'SIGTTOU', 'SIGURG', 'SIGWINCH'].includes(
    String(nameOf(number)),
  );
