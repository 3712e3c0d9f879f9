import type { HelpSpelling } from '@caisson/driver-kit';

/** Go's `flag` prints each on a line of its own, with one hyphen (it takes one or two). */
export const help: HelpSpelling = {
  args: (verb) => (verb === '' ? ['flags'] : ['help', verb]),
  flags: (text) => [...text.matchAll(/^ {2}-([A-Za-z][\w-]*)/gm)].map(([, name]) => `--${name}`),
};

/** The day of a release: `release-20260224.0`, `0.0~20240729.0`. */
export const releaseOf = (version: string): string => /version (\S+)/.exec(version)?.[1] ?? version;
