import type { Command } from 'commander';
import { containerId } from '../arguments/container-id.ts';
import { print } from '../output/print.ts';
import { table } from '../output/table.ts';
import { interruptible } from '../process/interruptible.ts';
import { type GlobalFlags, openRuntime } from '../runtime.ts';

interface PsFlags extends GlobalFlags {
  readonly json?: boolean | undefined;
}

export const psCommand = (program: Command, finish: (exitCode: number) => void): void => {
  const command = program.command('ps');
  command
    .description("Show a container's processes, by this host's pids")
    .argument('<id>', 'the container')
    .option('--json', 'as an array: pid, hostPid, args')
    .action(async (text: string) => {
      const id = containerId(text);
      finish(await interruptible(() => ps(command.optsWithGlobals<PsFlags>(), id)));
    });
};

const ps = async (flags: PsFlags, id: string): Promise<void> => {
  await using runtime = await openRuntime(flags);
  const processes = await runtime.processes(id);
  if (flags.json) return await print(`${JSON.stringify(processes, null, 2)}\n`);
  await print(
    table([['PID', 'COMMAND'], ...processes.map(({ pid, args = [] }) => [`${pid}`, args.join(' ')])]),
  );
};
