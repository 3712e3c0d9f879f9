import { type Kind, kindsOf } from '../../../packages/oom-cgroup/test/support/kinds.ts';

export interface BenchKind extends Kind {
  /** Of the full count, the share that is of this kind. */
  readonly share: number;
}

/** By what the kernel's log calls them there is no need to know them: their score tells whose they are. */
const [init, child, , , killed, removed] = kindsOf('eater');
if (!init || !child || !killed || !removed) throw new Error('there are fewer kinds');

const lives: Kind = {
  ...child,
  what: 'a child is killed, init lives on for a second',
  program: child.program.map((word) => word.replace('exit 3', 'sleep 1; exit 3')),
};

/** Killed for memory or not, gone at once or living on: as many of init as of a child, and as many of neither. */
export const containerKinds: readonly BenchKind[] = [
  { ...init, share: 0.5 },
  { ...child, what: 'a child is killed, init ends at once', share: 0.25 },
  { ...lives, share: 0.25 },
  { ...killed, share: 0.5 },
  { ...removed, share: 0.5 },
];

/** A kill ends the whole sandbox, whichever program's memory it was for. */
export const sandboxKinds: readonly BenchKind[] = [
  { ...init, what: 'init takes all memory', share: 0.5 },
  { ...child, what: 'a child takes all memory', share: 0.5 },
  { ...killed, share: 0.5 },
  { ...removed, share: 0.5 },
];
