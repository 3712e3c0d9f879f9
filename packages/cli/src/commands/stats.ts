import type { Command } from 'commander';
import { containerId } from '../arguments/container-id.ts';
import { print } from '../output/print.ts';
import { statsJson, statsTable } from '../output/stats.ts';
import { interruptible } from '../process/interruptible.ts';
import { type GlobalFlags, openRuntime } from '../runtime.ts';

interface StatsFlags extends GlobalFlags {
  readonly json?: boolean | undefined;
}

export const statsCommand = (program: Command, finish: (exitCode: number) => void): void => {
  const command = program.command('stats');
  command
    .description('Show what a container uses now: memory, processor time, processes, disks, network')
    .argument('<id>', 'the container')
    .option('--json', 'as an object, in bytes and nanoseconds')
    .action(async (text: string) => {
      const id = containerId(text);
      const flags = command.optsWithGlobals<StatsFlags>();
      finish(
        await interruptible(async () => {
          await using runtime = await openRuntime(flags);
          const stats = await runtime.stats(id);
          await print(flags.json ? statsJson(stats) : statsTable(stats));
        }),
      );
    });
};
