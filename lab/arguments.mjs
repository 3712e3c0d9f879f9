import { parseArgs } from 'node:util';

export const usage = `lab: runs a command of this repository on a pure cgroup v2 kernel with the newest runtimes

  npm run lab -- COMMAND       e.g. npm run lab -- 'runc --version; cat /sys/fs/cgroup/cgroup.controllers'
  --results DIR                where what the command leaves in /results goes (default: .cache/lab-results)
  --timeout SECONDS            ends the machine (default: 1800)
  --before COMMAND             run on this host first, in the copy that the machine will see: fills caches by path
  --build                      builds the machine and runs nothing

The repository lies in /caisson as it is now, its Node first in PATH. The machine forgets all else.
One word is a line for the shell; several are a program and its arguments.`;

const options = /** @type {const} */ ({
  results: { type: 'string', default: '.cache/lab-results' },
  timeout: { type: 'string', default: '1800' },
  before: { type: 'string' },
  build: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
});

const quoted = (word) => `'${word.replaceAll("'", "'\\''")}'`;

const commandOf = (words) => (words.length > 1 ? words.map(quoted).join(' ') : words[0]);

/**
 * The command's own options stay its own. pnpm hands on the `--` that npm takes for itself.
 * @param {readonly string[]} given
 */
export const argumentsOf = (given) => {
  const args = given[0] === '--' ? given.slice(1) : [...given];
  const { tokens } = parseArgs({ args, options, strict: false, tokens: true });
  const first = tokens.find(({ kind }) => kind !== 'option');
  const own = first === undefined ? args : args.slice(0, first.index);
  const words = args.slice(own.length + (first?.kind === 'option-terminator' ? 1 : 0));
  const { values } = parseArgs({ args: own, options });
  const timeoutMs = Number(values.timeout) * 1000;
  if (!(timeoutMs > 0)) throw new Error(`--timeout: ${values.timeout} is no number of seconds`);
  return { ...values, timeoutMs, command: commandOf(words) };
};
