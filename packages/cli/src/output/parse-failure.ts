import type { CommanderError } from 'commander';
import { usage } from '../exit-codes.ts';
import type { Failure } from './failure.ts';

const advice: Readonly<Record<string, string>> = {
  'commander.unknownOption': "caisson COMMAND --help shows the options; a program's own go after --",
  'commander.unknownCommand': 'caisson --help shows the commands',
  'commander.missingArgument': 'caisson COMMAND --help shows how',
  'commander.excessArguments': 'caisson COMMAND --help shows how',
};

/** What the parser of the command line said, on one line, with what to do. */
export const parseFailure = ({ code, message }: CommanderError): Failure => {
  if (code === 'commander.help') return { exitCode: usage }; // The help itself was printed.
  const words = message
    .replace(/^error: /, '')
    .replace(/\n/g, ' ')
    .replace(/\.$/, '');
  return { text: [words, advice[code] ?? []].flat().join('; '), exitCode: usage };
};
