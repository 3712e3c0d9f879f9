import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { answersFrom } from './answers.ts';
import { createDriver } from './create-driver.ts';

const usage = `npm create caisson-driver [DIRECTORY] -- [OPTIONS]

  --runtime NAME   what the runtime is called: acme
  --package NAME   the package's name (default: caisson-NAME)
  --command NAME   the runtime's program in PATH (default: its name)
  --yes            ask nothing: what is not given is the default
  --help

Without a terminal, or with --yes, --runtime must be given.
`;

/** The command. @returns its exit code */
export const main = async (
  argv: readonly string[],
  interactive: boolean = process.stdin.isTTY === true,
): Promise<number> => {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        runtime: { type: 'string' },
        package: { type: 'string' },
        command: { type: 'string' },
        yes: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) {
      process.stdout.write(usage);
      return 0;
    }
    const { runtime, package: packageName, command } = values;
    const given = { directory: positionals[0], runtime, packageName, command };
    const answers = await answersFrom(given, interactive && !values.yes);
    if (!answers) return 130;
    const files = await createDriver({ ...answers, directory: resolve(answers.directory) });
    process.stdout.write(`${files.length} files in ${answers.directory}. Next:\n\n`);
    process.stdout.write(`  cd ${answers.directory}\n  npm install\n  npm test\n`);
    return 0;
  } catch (error) {
    process.stderr.write(`create-caisson-driver: ${(error as Error).message}\n`);
    return 1;
  }
};
