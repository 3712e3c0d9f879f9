import type { Command } from 'commander';
import { addContainerFlags, addProcessFlags, type ContainerFlags } from '../container/flags.ts';
import { type AttendFlags, addAttendFlags } from '../process/flags.ts';
import type { GlobalFlags } from '../runtime.ts';

export interface RunFlags extends GlobalFlags, ContainerFlags, AttendFlags {
  readonly detach?: boolean | undefined;
  readonly log?: string | undefined;
}

const examples = `
Examples:
  caisson run -- echo hello
  caisson run --memory 64m --cpus 0.5 --pids 100 -- node -e 'console.log(process.version)'
  caisson run --mount .:/work --workdir /work -- ls -l
  cat data.csv | caisson run --timeout 30s --json -- sort | tail -1
  caisson run --detach --id web --network host -- python3 -m http.server

Exit code: the program's own, 128 + n where signal n ended it; 2 wrong usage, 124 --timeout, 125 caisson or the
runtime failed, 126 the program is not executable, 127 it is not there, 130 Ctrl-C.`;

export const runCommand = (program: Command, finish: (exitCode: number) => void): void => {
  const command = program.command('run').usage('[options] -- COMMAND...');
  command
    .description('Run a command in a new container, and remove the container when it ends')
    .argument('[command...]', 'the program and its arguments, after --')
    .optionsGroup('Run:')
    .option('--detach', 'leave it running and print its id')
    .option('--log <file>', 'with --detach: append its output to a file (default: discarded)');
  addAttendFlags(command, 'print how it ended, one object on the last line (with --detach: its state)');
  addProcessFlags(addContainerFlags(command))
    .addHelpText('after', examples)
    .action(async (words: readonly string[]) => {
      const { run } = await import('../verbs/run.ts');
      finish(await run(command.optsWithGlobals<RunFlags>(), words));
    });
};
