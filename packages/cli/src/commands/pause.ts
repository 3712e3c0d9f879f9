import type { Command } from 'commander';
import { containerId } from '../arguments/container-id.ts';
import { print } from '../output/print.ts';
import { interruptible } from '../process/interruptible.ts';
import { type GlobalFlags, openRuntime } from '../runtime.ts';

const described = {
  pause: 'Stop every process of a container where it is, until resume',
  resume: 'Let a paused container go on',
} as const;

const verbCommand =
  (verb: keyof typeof described) =>
  (program: Command, finish: (exitCode: number) => void): void => {
    const command = program.command(verb);
    command
      .description(described[verb])
      .argument('<id>', 'the container')
      .option('--json', 'print its state then, as state --json does')
      .action(async (text: string) => {
        const id = containerId(text);
        finish(
          await interruptible(async () => {
            const flags = command.optsWithGlobals<GlobalFlags & { readonly json?: boolean }>();
            await using runtime = await openRuntime(flags);
            await runtime[verb](id);
            if (flags.json) await print(`${JSON.stringify(await runtime.state(id), null, 2)}\n`);
          }),
        );
      });
  };

export const pauseCommand: ReturnType<typeof verbCommand> = verbCommand('pause');
export const resumeCommand: ReturnType<typeof verbCommand> = verbCommand('resume');
