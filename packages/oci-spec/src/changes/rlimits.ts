import { badArgument } from '../arguments.ts';
import type { Change } from '../change.ts';
import { changeProcess } from '../parts.ts';

/** setrlimit(2)'s, without their `RLIMIT_`. */
const kinds: readonly string[] = [
  'AS',
  'CORE',
  'CPU',
  'DATA',
  'FSIZE',
  'LOCKS',
  'MEMLOCK',
  'MSGQUEUE',
  'NICE',
  'NOFILE',
  'NPROC',
  'RSS',
  'RTPRIO',
  'RTTIME',
  'SIGPENDING',
  'STACK',
];

const typeOf = (kind: string): string => {
  const name = String(kind)
    .toUpperCase()
    .replace(/^RLIMIT_/, '');
  if (!kinds.includes(name)) throw badArgument('rlimit', kind, `one of ${kinds.join(', ')}`);
  return `RLIMIT_${name}`;
};

const value = (limit: number): number => {
  if (limit === Number.POSITIVE_INFINITY) return 2 ** 64;
  if (!Number.isSafeInteger(limit) || limit < 0)
    throw badArgument('rlimit', limit, 'an integer, or Infinity');
  return limit;
};

/**
 * Sets a limit: `rlimit('nofile', 1024)`. Infinity is none. A hard limit above the caller's own needs
 * CAP_SYS_RESOURCE, and the runtime refuses it without.
 */
export const rlimit = (kind: string, soft: number, hard: number = soft): Change => {
  const limit = { type: typeOf(kind), soft: value(soft), hard: value(hard) };
  if (limit.soft > limit.hard)
    throw badArgument('rlimit', soft, `a soft limit not above the hard one, ${hard}`);
  return changeProcess((process) => ({
    ...process,
    rlimits: [...(process.rlimits ?? []).filter(({ type }) => type !== limit.type), limit],
  }));
};

/** Leaves these limits, or all of them, as the caller's are. */
export const removeRlimits = (...removed: readonly string[]): Change => {
  const types = removed.map(typeOf);
  return changeProcess((process) => ({
    ...process,
    rlimits: (process.rlimits ?? []).filter(({ type }) => types.length > 0 && !types.includes(type)),
  }));
};
