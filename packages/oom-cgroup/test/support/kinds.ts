import { sh } from '../../../runc/test/support/world-of.ts';

/** How a container of a test ends, and what is to be told of it. */
export interface Kind {
  readonly what: string;
  readonly program: readonly string[];
  readonly exitCode: number;
  readonly kills: number;
  /** It reads its standard input before it ends, so that what was told until then was told while it lived. */
  readonly livesOn?: boolean;
  /** What the test does to it when it has started. */
  readonly fate?: 'SIGKILL' | 'delete';
}

/** Eats memory as a process of this name, without exec, which would name it anew. */
const eat = (name: string): string => `echo ${name} >/proc/self/comm; x=0123456789; while :; do x=$x$x; done`;

export const kindsOf = (name: string): readonly Kind[] => [
  { what: 'init is killed', program: sh(eat(name)), exitCode: 137, kills: 1 },
  { what: 'a child is killed', program: sh(`(${eat(name)}); exit 3`), exitCode: 3, kills: 1 },
  { what: 'a child’s code is passed on', program: sh(`(${eat(name)}); exit $?`), exitCode: 137, kills: 1 },
  {
    what: 'two are killed while init lives on',
    program: sh(`(${eat(name)}); (${eat(name)}); read -r line; exit 4`),
    exitCode: 4,
    kills: 2,
    livesOn: true,
  },
  { what: 'it is sent SIGKILL', program: sh('exec sleep 1000'), exitCode: 137, kills: 0, fate: 'SIGKILL' },
  {
    what: 'another program deletes it, cgroup and all',
    program: sh('exec sleep 1000'),
    exitCode: 137,
    kills: 0,
    fate: 'delete',
  },
];
