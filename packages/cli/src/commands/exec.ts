import type { Command } from 'commander';
import { addProcessFlags } from '../container/flags.ts';
import { type AttendFlags, addAttendFlags } from '../process/flags.ts';
import type { GlobalFlags } from '../runtime.ts';

export interface ExecFlags extends GlobalFlags, AttendFlags {
  readonly env?: readonly string[] | undefined;
  readonly workdir?: string | undefined;
  readonly user?: string | undefined;
}

const examples = `
Examples:
  caisson exec web -- ps aux
  caisson exec --env DEBUG=1 --workdir /tmp --timeout 10s web -- sh -c 'env | sort'
  tar -c . | caisson exec web -- tar -x -C /tmp`;

export const execCommand = (program: Command, finish: (exitCode: number) => void): void => {
  const command = program.command('exec').usage('[options] ID -- COMMAND...');
  command
    .description('Run another command in a running container')
    .argument('<id>', 'the container')
    .argument('[command...]', 'the program and its arguments, after --')
    .optionsGroup('Exec:');
  addAttendFlags(command, 'print how it ended, one object on the last line');
  addProcessFlags(command)
    .addHelpText('after', examples)
    .action(async (id: string, words: readonly string[]) => {
      const { exec } = await import('../verbs/exec.ts');
      finish(await exec(command.optsWithGlobals<ExecFlags>(), id, words));
    });
};
