import type { Command } from 'commander';
import { interruptible } from '../process/interruptible.ts';
import type { GlobalFlags } from '../runtime.ts';

export interface DeleteFlags extends GlobalFlags {
  readonly force?: boolean | undefined;
}

export const deleteCommand = (program: Command, finish: (exitCode: number) => void): void => {
  const command = program.command('delete');
  command
    .description('Remove a container that has ended')
    .argument('<id>', 'the container')
    .option('--force', 'kill what runs first; no error where there is none')
    .addHelpText('after', '\nThe bundle goes too where caisson run has made it; no other is ever touched.')
    .action(async (id: string) => {
      const { remove } = await import('../verbs/delete.ts');
      finish(await interruptible(() => remove(command.optsWithGlobals<DeleteFlags>(), id)));
    });
};
