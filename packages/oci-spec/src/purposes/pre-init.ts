import { InvalidOptionError } from '@caisson/errors';
import { absolutePath, badArgument, knownOptions, list, text } from '../arguments.ts';
import type { Change } from '../change.ts';
import { changeProcess } from '../parts.ts';

/** Each script in a shell of its own; the first to fail ends it with that status; then the command, by exec. */
const runner = 'while [ "$1" != -- ]; do "$0" -c "$1" || exit; shift; done; shift; exec "$@"';

export interface PreInitOptions {
  /** The shell, by its path in the container. Default: `/bin/sh`. */
  readonly shell?: string | undefined;
}

/**
 * Runs shell scripts inside the container before its command, in order, each in a shell of its own (what one does
 * to files and processes stays; its variables and directory do not). One that fails ends the container with its
 * status. The command then takes the shell's place by exec, with its own pid and its arguments untouched; one that
 * is missing ends the container with 127.
 */
export const preInit = (scripts: readonly string[], options: PreInitOptions = {}): Change => {
  const { shell = '/bin/sh' } = knownOptions('preInit', options, ['shell']);
  absolutePath('preInit shell', shell);
  for (const script of list('preInit', scripts, 'a list of scripts')) {
    if (text('preInit', script) === '' || script === '--') throw badArgument('preInit', script, 'a script');
  }
  return changeProcess((process) => {
    const [program, ...rest] = process.args ?? [];
    if (program === undefined)
      throw new InvalidOptionError('preInit: the spec has no command to run after it');
    // A shell's exec would take it for an option.
    if (program.startsWith('-'))
      throw badArgument('preInit', program, 'a program that does not begin with -');
    return { ...process, args: [shell, '-c', runner, shell, ...scripts, '--', program, ...rest] };
  });
};
