import { type Kind, kindsOf } from '../../../packages/oom-cgroup/test/support/kinds.ts';

export interface BenchKind extends Kind {
  /** Of the full count, the share that is of this kind. */
  readonly share: number;
}

/** Killed for memory or not, gone at once or living on: as many of init as of a child, and as many of neither. */
export const benchKinds = (name: string): readonly BenchKind[] => {
  const [init, child, , , killed, removed] = kindsOf(name);
  if (!init || !child || !killed || !removed) throw new Error('there are fewer kinds');
  const [, , script = ''] = child.program;
  const lives: Kind = {
    ...child,
    what: 'a child is killed, init lives on for a second',
    program: ['sh', '-c', script.replace('exit 3', 'sleep 1; exit 3')],
  };
  return [
    { ...init, share: 1 },
    { ...child, what: 'a child is killed, init ends at once', share: 0.5 },
    { ...lives, share: 0.5 },
    { ...killed, share: 1 },
    { ...removed, share: 0.5 },
  ];
};
