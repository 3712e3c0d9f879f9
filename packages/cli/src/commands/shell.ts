import type { Command } from 'commander';
import type { GlobalFlags } from '../runtime.ts';
import type { ExecFlags } from './exec.ts';

/** The better of the two that there may be. */
const shell = ['sh', '-c', 'if command -v bash >/dev/null 2>&1; then exec bash; else exec sh; fi'] as const;

export const shellCommand = (program: Command, finish: (exitCode: number) => void): void => {
  const command = program.command('shell');
  command
    .description('Open a shell in a running container, with this terminal')
    .argument('<id>', 'the container')
    .option('--user <user[:group]>', 'who it runs as, by number or name (default: 0, root)')
    .action(async (id: string) => {
      const flags = command.optsWithGlobals<GlobalFlags & Pick<ExecFlags, 'user'>>();
      const { exec } = await import('../verbs/exec.ts');
      finish(await exec({ ...flags, tty: true, grace: '10s' }, id, shell));
    });
};
