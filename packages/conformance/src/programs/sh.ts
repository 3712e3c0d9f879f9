import type { Program } from './program.ts';

const sh = (script: string, ...rest: readonly string[]): readonly string[] => [
  'sh',
  '-c',
  script,
  'sh',
  ...rest,
];

/** A shell runs a trap when the command in its foreground has ended: so short ones. */
const forEver = 'while :; do sleep 0.05; done';

/**
 * A program of the vocabulary as `process.args`: POSIX `sh`, with `cat`, `sleep` (in fractions of a second, as GNU's
 * and busybox's take them), `awk` and `tail`. The process needs a PATH that has them.
 */
export const shArgs = (program: Program): readonly string[] => {
  switch (program.does) {
    case 'exit':
      return sh(`exit ${program.code}`);
    case 'print':
      return sh(
        'printf %s "$1"; printf %s "$2" >&2; exit "$3"',
        program.stdout ?? '',
        program.stderr ?? '',
        String(program.code ?? 0),
      );
    case 'echo':
      return ['cat'];
    case 'run':
      return sh('echo ready; exec sleep 1000000');
    case 'tick':
      // In a subshell, which is a fork: dash's vfork makes its own process one that CRIU cannot stop until the child has
      // begun its program, which it never does once CRIU has stopped it ("Unseizable non-zombie found, state D").
      return sh('i=0; while :; do i=$((i + 1)); echo $i; (sleep 0.02); done');
    case 'ignore':
      return sh(`trap '' ${program.signal.slice(3)}; echo ready; ${forEver}`);
    case 'handle':
      return sh(`trap 'exit ${program.code}' ${program.signal.slice(3)}; echo ready; ${forEver}`);
    case 'sleep':
      return sh(`sleep ${program.ms / 1000}; exit ${program.code}`);
    case 'leave':
      return sh(`sleep 1000000 & exit ${program.code}`);
    case 'family':
      return sh(
        `(trap 'echo child got' USR1; echo child ready; ${forEver}) & trap 'echo init got' USR1; echo init ready; ${forEver}`,
      );
    case 'count':
      return ['awk', `BEGIN { for (i = 1; i <= ${program.to}; i++) print i }`];
    case 'alternate':
      return sh(`i=0; while [ $i -lt ${program.times} ]; do i=$((i + 1)); echo o$i; echo e$i >&2; done`);
    case 'show':
      return sh(`printf %s "$${program.variable}"`);
    case 'where':
      return ['pwd'];
    case 'tty':
      return sh('if test -t 0 && test -t 1; then echo terminal; else echo none; fi');
    case 'allocate':
      return ['tail', '/dev/zero'];
    case 'sacrifice':
      return sh(`tail /dev/zero; exit ${program.code}`);
    case 'missing':
      return ['/no/such/program'];
  }
};
