import { readFileSync } from 'node:fs';
import { type Argument, Command } from 'commander';
import { checkpointCommand } from './commands/checkpoint.ts';
import { deleteCommand } from './commands/delete.ts';
import { eventsCommand } from './commands/events.ts';
import { execCommand } from './commands/exec.ts';
import { killCommand } from './commands/kill.ts';
import { listCommand } from './commands/list.ts';
import { pauseCommand, resumeCommand } from './commands/pause.ts';
import { psCommand } from './commands/ps.ts';
import { restoreCommand } from './commands/restore.ts';
import { runCommand } from './commands/run.ts';
import { shellCommand } from './commands/shell.ts';
import { specCommand } from './commands/spec.ts';
import { stateCommand } from './commands/state.ts';
import { statsCommand } from './commands/stats.ts';
import { topCommand } from './commands/top.ts';
import { updateCommand } from './commands/update.ts';

const version = (): string => {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { readonly version: string }).version;
};

const examples = `
Examples:
  caisson run -- echo hello
  caisson run --memory 64m --timeout 10s --json -- sh -c 'exit 3'
  caisson run --detach --id web -- sleep 1h
  caisson exec web -- ps aux
  caisson delete --force web

caisson COMMAND --help tells more.`;

const argumentOf = (argument: Argument): string => {
  const name = `${argument.name()}${argument.variadic ? '...' : ''}`;
  return argument.required ? `<${name}>` : `[${name}]`;
};

/** Without the `[options]` that each of them has. */
const termOf = (command: Command): string =>
  [command.name(), ...command.registeredArguments.map(argumentOf)].join(' ');

/** gVisor's runtime by either name. */
const runtimeName = (name: string): string => (name === 'gvisor' ? 'runsc' : name);

/** The whole command line; `finish` is told the exit code of the command that ran. */
export const program = (finish: (exitCode: number) => void): Command => {
  const root = new Command('caisson');
  root
    .description('Run programs in containers, without a daemon and without leaving anything behind.')
    .usage('COMMAND [options]')
    .version(version(), '--version', 'print the version')
    .helpOption('--help', 'print this help')
    .optionsGroup('Global Options:')
    .option(
      '--runtime <name>',
      'runc, crun or runsc (gvisor), or another that is installed',
      runtimeName,
      'runc',
    )
    .option('--root <dir>', "the directory of the runtime's state (default: the runtime's own, /run/runc)")
    .option('--debug', "show the runtime's own log, and whole errors")
    .helpCommand('help [command]', "print a command's help")
    .configureHelp({ showGlobalOptions: true, subcommandTerm: termOf })
    .configureOutput({ outputError: () => {} })
    .exitOverride()
    .addHelpText('after', examples);
  const add = [
    runCommand,
    execCommand,
    listCommand,
    stateCommand,
    killCommand,
    deleteCommand,
    eventsCommand,
    psCommand,
    statsCommand,
    topCommand,
    pauseCommand,
    resumeCommand,
    updateCommand,
    checkpointCommand,
    restoreCommand,
    shellCommand,
    specCommand,
  ];
  for (const command of add) command(root, finish);
  return root;
};
