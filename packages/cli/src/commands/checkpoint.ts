import type { Command } from 'commander';
import { interruptible } from '../process/interruptible.ts';
import type { GlobalFlags } from '../runtime.ts';

export interface CheckpointFlags extends GlobalFlags {
  readonly image?: string | undefined;
  readonly leaveRunning?: boolean | undefined;
  readonly tcpEstablished?: boolean | undefined;
  readonly fileLocks?: boolean | undefined;
  readonly json?: boolean | undefined;
}

export const checkpointCommand = (program: Command, finish: (exitCode: number) => void): void => {
  const command = program.command('checkpoint');
  command
    .description('Freeze a container to disk, which ends it, for restore')
    .argument('<id>', 'the container')
    .option('--image <dir>', "the image's directory: missing or empty (default: ID.image here)")
    .option('--leave-running', 'the container runs on')
    .option('--tcp-established', 'keep established TCP connections (give it to restore too)')
    .option('--file-locks', 'keep file locks (give it to restore too)')
    .option('--json', "print the image's path, size and times, as JSON")
    .addHelpText(
      'after',
      '\nIt prints the directory of the image. CRIU 4.1 or later must be in PATH for runc and crun.',
    )
    .action(async (id: string) => {
      const { checkpoint } = await import('../verbs/checkpoint.ts');
      finish(
        await interruptible((signal) => checkpoint(command.optsWithGlobals<CheckpointFlags>(), id, signal)),
      );
    });
};
