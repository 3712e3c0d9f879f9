import type { Command } from 'commander';
import { containerId } from '../arguments/container-id.ts';
import { parseSignal } from '../arguments/signal.ts';
import { interruptible } from '../process/interruptible.ts';
import { type GlobalFlags, openRuntime } from '../runtime.ts';

const examples = `
Examples:
  caisson kill web            ask its program to stop (SIGTERM)
  caisson kill web HUP
  caisson kill --all web KILL

A container's first program hears of no signal that it does not handle, but for KILL and STOP.`;

export const killCommand = (program: Command, finish: (exitCode: number) => void): void => {
  const command = program.command('kill');
  command
    .description('Send a signal to a container')
    .argument('<id>', 'the container')
    .argument('[signal]', 'by name or number', 'TERM')
    .option('--all', 'to each of its processes, not the first alone')
    .addHelpText('after', examples)
    .action(async (text: string, name: string) => {
      const { all = false, ...flags } = command.optsWithGlobals<GlobalFlags & { readonly all?: boolean }>();
      const [id, signal] = [containerId(text), parseSignal(name)];
      finish(
        await interruptible(async () => {
          await using runtime = await openRuntime(flags);
          await runtime.kill(id, signal, { all });
        }),
      );
    });
};
