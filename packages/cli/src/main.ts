import { CommanderError } from 'commander';
import { failureOf } from './output/failure.ts';
import { guardOutput, warn } from './output/print.ts';
import { program } from './program.ts';

/**
 * Runs the command line.
 * @param args what follows `caisson`: `['run', '--', 'true']`.
 * @returns the exit code; what there is to say was written to this process's standard streams.
 */
export const main = async (args: readonly string[]): Promise<number> => {
  guardOutput();
  let exitCode = 0;
  const root = program((code) => {
    exitCode = code;
  });
  try {
    await root.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return 0; // --help and --version.
    const failure = failureOf(error, { debug: root.opts()['debug'] === true });
    await warn(failure.text);
    return failure.exitCode;
  }
};
