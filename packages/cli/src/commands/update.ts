import type { Spec } from '@caisson/core';
import type { Command } from 'commander';
import { containerId } from '../arguments/container-id.ts';
import { type LimitFlags, limits } from '../arguments/limits.ts';
import { addLimitFlags } from '../container/flags.ts';
import { print } from '../output/print.ts';
import { interruptible } from '../process/interruptible.ts';
import { type GlobalFlags, openRuntime } from '../runtime.ts';
import { UsageError } from '../usage-error.ts';

interface UpdateFlags extends GlobalFlags, LimitFlags {
  readonly cpuset?: string | undefined;
  readonly json?: boolean | undefined;
}

const examples = `
Examples:
  caisson update --memory 256m web
  caisson update --cpus 0.5 --pids 50 --cpuset 0-1 web`;

export const updateCommand = (program: Command, finish: (exitCode: number) => void): void => {
  const command = program.command('update').usage('[options] ID');
  command
    .description('Change the limits of a running container; what is not named stays')
    .argument('<id>', 'the container');
  addLimitFlags(command)
    .option('--cpuset <cpus>', 'the processors it may run on: 0-3 or 0,2')
    .option('--json', 'print what was changed: id, and resources as in an OCI spec')
    .addHelpText('after', examples)
    .action(async (text: string) => {
      const id = containerId(text);
      const flags = command.optsWithGlobals<UpdateFlags>();
      const resources = resourcesOf(flags);
      finish(
        await interruptible(async () => {
          await using runtime = await openRuntime(flags);
          await runtime.update(id, resources);
          if (flags.json) await print(`${JSON.stringify({ id, resources }, null, 2)}\n`);
        }),
      );
    });
};

const resourcesOf = (flags: UpdateFlags): NonNullable<NonNullable<Spec['linux']>['resources']> => {
  const { resources = {} } = limits(flags)({ ociVersion: '1.0.2' }).linux ?? {};
  if (flags.cpuset !== undefined && !/^\d+(-\d+)?(,\d+(-\d+)?)*$/.test(flags.cpuset)) {
    throw new UsageError(
      `--cpuset: ${JSON.stringify(flags.cpuset)} is none; give processors, such as 0-3 or 0,2`,
    );
  }
  const changed =
    flags.cpuset === undefined ? resources : { ...resources, cpu: { ...resources.cpu, cpus: flags.cpuset } };
  if (Object.keys(changed).length === 0) {
    throw new UsageError('update: give a limit to change: --memory, --cpus, --pids or --cpuset');
  }
  return changed;
};
