import { describe } from 'vitest';
import { type World, worldOf } from '../../../runc/test/support/world-of.ts';
import { type RunscOptions, runsc } from '../../src/index.ts';
import { type Binary, binaries } from './binaries.ts';

export { sh } from '../../../runc/test/support/world-of.ts';

type Mode = 'native' | 'foreground';
type Platform = 'systrap' | 'ptrace';

/** One way to run a sandbox: the options that tests make their runtimes with. */
export interface Way {
  readonly path: string;
  readonly platform: Platform;
  readonly waiting: Mode;
}

type Tests = (way: Way, release: string) => void;

const able: boolean = process.platform === 'linux' && process.getuid?.() === 0 && binaries.length > 0;

/** Stands in where there is none, so that what is skipped is named. */
const none: Binary = { path: 'runsc', release: 'of no release' };
const found = binaries.length > 0 ? binaries : [none];
const [first = none] = found;

/** Call it at the top of a test file: at its end nothing is left of all that was made, sandboxes and gofers included. */
export const world = (): World<RunscOptions> =>
  worldOf<RunscOptions>({ binary: 'runsc', driver: runsc as never, able, ownRoots: true });

const on = (
  { path, release }: Binary,
  platform: Platform,
  waiting: Mode,
  what: string,
  tests: Tests,
): void => {
  const title = `${what}, runsc ${release} on ${platform}, ${waiting} waiting (needs Linux, root and runsc)`;
  describe.skipIf(!able)(title, () => tests({ path, platform, waiting }, release));
};

/** The tests on the first runsc found, in the way that is the usual one. */
export const onOne = (what: string, tests: Tests): void => on(first, 'systrap', 'native', what, tests);

/** On each runsc found, in the usual way. */
export const onEach = (what: string, tests: Tests): void => {
  for (const binary of found) on(binary, 'systrap', 'native', what, tests);
};

/** On each runsc found, on ptrace. */
export const onPtrace = (what: string, tests: Tests): void => {
  for (const binary of found) on(binary, 'ptrace', 'native', what, tests);
};

/** On the first runsc found, waiting in the foreground. */
export const inForeground = (what: string, tests: Tests): void =>
  on(first, 'systrap', 'foreground', what, tests);

/** Of the contract's programs, those whose end gVisor cannot tell as a kernel of the host's can. */
export const without = { sacrifice: 'a kill ends the whole sandbox' } as const;
