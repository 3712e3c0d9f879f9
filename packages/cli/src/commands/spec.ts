import type { Command } from 'commander';
import { addContainerFlags, addProcessFlags, type ContainerFlags } from '../container/flags.ts';
import { interruptible } from '../process/interruptible.ts';
import type { GlobalFlags } from '../runtime.ts';

export type SpecFlags = GlobalFlags & ContainerFlags;

export const specCommand = (program: Command, finish: (exitCode: number) => void): void => {
  const command = program.command('spec').usage('[options] -- COMMAND...');
  command
    .description('Print the OCI spec that run would use, and run nothing')
    .argument('[command...]', 'the program and its arguments, after --');
  addProcessFlags(addContainerFlags(command))
    .addHelpText(
      'after',
      '\nExample:\n  caisson spec --rootfs ./rootfs --memory 64m -- sh > bundle/config.json',
    )
    .action(async (words: readonly string[]) => {
      const { spec } = await import('../verbs/spec.ts');
      const flags = command.optsWithGlobals<SpecFlags>();
      finish(await interruptible(() => spec(flags, words)));
    });
};
