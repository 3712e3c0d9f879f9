import type { Command } from 'commander';
import { type AttendFlags, addAttendFlags } from '../process/flags.ts';
import type { GlobalFlags } from '../runtime.ts';

export interface RestoreFlags extends GlobalFlags, AttendFlags {
  readonly image?: string | undefined;
  readonly bundle?: string | undefined;
  readonly detach?: boolean | undefined;
  readonly tcpEstablished?: boolean | undefined;
  readonly tcpClose?: boolean | undefined;
  readonly fileLocks?: boolean | undefined;
}

export const restoreCommand = (program: Command, finish: (exitCode: number) => void): void => {
  const command = program.command('restore');
  command
    .description('Bring a container back from an image, and remove it when it ends')
    .argument('<id>', 'the container to be: that of the image, or another')
    .optionsGroup('Restore:')
    .option('--image <dir>', "the image's directory (default: ID.image here)")
    .option('--bundle <dir>', "the bundle (default: a copy of the container's own, kept in the image)")
    .option('--detach', 'leave it running and print its id')
    .option('--tcp-established', 'the image holds established TCP connections: go on with them')
    .option('--tcp-close', 'the image holds TCP connections: they come back closed')
    .option('--file-locks', 'the image holds file locks');
  addAttendFlags(command, 'print how it ended, one object on the last line (with --detach: its state)')
    .addHelpText('after', '\nIts exit code is as that of run. The image stays, to be restored again.')
    .action(async (id: string) => {
      const { restore } = await import('../verbs/restore.ts');
      finish(await restore(command.optsWithGlobals<RestoreFlags>(), id));
    });
};
