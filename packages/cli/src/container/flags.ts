import { type Command, Option } from 'commander';
import type { LimitFlags } from '../arguments/limits.ts';

/** What `run` and `spec` say of the container. */
export interface ContainerFlags extends LimitFlags {
  readonly id?: string | undefined;
  readonly rootfs: string;
  readonly readOnly?: boolean | undefined;
  readonly mount?: readonly string[] | undefined;
  readonly network: string;
  readonly hostname?: string | undefined;
  readonly env?: readonly string[] | undefined;
  readonly workdir?: string | undefined;
  readonly user?: string | undefined;
}

const collect = (text: string, before: readonly string[] = []): readonly string[] => [...before, text];

export const addLimitFlags = (command: Command): Command =>
  command
    .optionsGroup('Limits:')
    .option('--memory <size>', 'bytes, or 64m, 64MiB (1024²), 64MB (1000²), 2g (default: no limit)')
    .option('--cpus <n>', 'processors, such as 0.5 or 2 (default: no limit)')
    .option('--pids <n>', 'processes and threads (default: no limit)');

export const addContainerFlags = (command: Command): Command =>
  addLimitFlags(
    command
      .optionsGroup('Container:')
      .option('--id <id>', 'its id (default: made up, such as calm-otters-dance)')
      .option('--rootfs <dir>', "its root directory, or 'host': this host's programs, read-only", 'host')
      .option('--read-only', 'its root directory cannot be written')
      .option(
        '--mount <src:dst[:ro]>',
        'a file or directory of this host at a place in it; repeatable',
        collect,
      )
      .addOption(
        new Option('--network <name>', 'none: loopback alone; host: the network of this host')
          .choices(['none', 'host'])
          .default('none'),
      )
      .option('--hostname <name>', "its host name (default: this host's)"),
  );

export const addProcessFlags = (command: Command): Command =>
  command
    .optionsGroup('Program:')
    .option('--env <name=value>', 'an environment variable; repeatable', collect)
    .option('--workdir <dir>', 'its working directory, absolute')
    .option('--user <user[:group]>', 'who it runs as, by number or name (default: 0, root)');
