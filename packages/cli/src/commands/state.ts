import type { Command } from 'commander';
import { containerId } from '../arguments/container-id.ts';
import { print } from '../output/print.ts';
import { table } from '../output/table.ts';
import { interruptible } from '../process/interruptible.ts';
import { type GlobalFlags, openRuntime } from '../runtime.ts';

export const stateCommand = (program: Command, finish: (exitCode: number) => void): void => {
  const command = program.command('state');
  command
    .description('Show one container')
    .argument('<id>', 'the container')
    .option('--json', 'as an OCI state')
    .action(async (text: string) => {
      const flags = command.optsWithGlobals<GlobalFlags & { readonly json?: boolean }>();
      const id = containerId(text);
      finish(await interruptible(() => state(flags, id)));
    });
};

const state = async (flags: GlobalFlags & { readonly json?: boolean }, id: string): Promise<void> => {
  await using runtime = await openRuntime(flags);
  const found = await runtime.state(id);
  if (flags.json) return await print(`${JSON.stringify(found, null, 2)}\n`);
  const { status, pid, bundle, annotations = {} } = found;
  const rows = [
    ['id', found.id],
    ['status', status],
    ...(pid === undefined ? [] : [['pid', `${pid}`]]),
    ['bundle', bundle],
    ...Object.entries(annotations).map(([name, value]) => ['annotation', `${name}=${value}`]),
  ];
  await print(table(rows));
};
