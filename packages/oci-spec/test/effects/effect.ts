import type { Change } from '../../src/index.ts';

/** A change, a command that sees it from inside, and what the command must print. */
export type Effect = readonly [
  name: string,
  change: Change | Promise<Change>,
  command: string,
  printed: string,
];

/**
 * A change whose effect only some kernel, hardware or release shows: it is seen, or the runtime refuses it in words
 * that name it, or `ignoredFields` tells of it beforehand. It never vanishes.
 */
export interface Reaching {
  readonly name: string;
  readonly change: Change | Promise<Change>;
  /** What a kernel needs to show it. */
  readonly needs: string;
  readonly command: string;
  readonly printed: string;
  readonly words: RegExp;
}

/** One line of /proc/self/status. */
export const status = (field: string): string => `grep ^${field}: /proc/self/status | tr -d '\\t '`;

/** Says so where something cannot be done. */
export const refused = (command: string): string => `(${command}) 2>/dev/null || echo refused`;
