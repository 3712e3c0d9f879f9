import type { Command } from 'commander';
import { print } from '../output/print.ts';
import { table } from '../output/table.ts';
import { interruptible } from '../process/interruptible.ts';
import { type GlobalFlags, openRuntime } from '../runtime.ts';

export const listCommand = (program: Command, finish: (exitCode: number) => void): void => {
  const command = program.command('list');
  command
    .description('Show the containers')
    .option('--json', 'as an array of OCI states')
    .action(async () => {
      const flags = command.optsWithGlobals<GlobalFlags & { readonly json?: boolean }>();
      finish(await interruptible(() => list(flags)));
    });
};

const list = async (flags: GlobalFlags & { readonly json?: boolean }): Promise<void> => {
  await using runtime = await openRuntime(flags);
  const states = await runtime.list();
  if (flags.json) return await print(`${JSON.stringify(states, null, 2)}\n`);
  const rows = states.map(({ id, status, pid, bundle }) => [
    id,
    status,
    pid === undefined ? '-' : `${pid}`,
    bundle,
  ]);
  await print(table([['ID', 'STATUS', 'PID', 'BUNDLE'], ...rows]));
};
