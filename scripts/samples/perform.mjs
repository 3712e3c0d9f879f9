import { mkdir, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { run } from '../process/run.mjs';
import { environment } from '../setup/root.mjs';

const limitMs = 60_000;

/** The file that a block's code is written to: the one that it names, or else the name tells the line. */
const fileOf = ({ line, language, marks }) =>
  marks.find((mark) => mark.endsWith('.ts')) ?? `line-${line}.${language}`;

/** How a block is run: by the test runner that it names, or as a program. */
const commandOf = (directory, block) => {
  const file = join(directory, fileOf(block));
  if (block.language === 'sh') return ['sh', '-eu', file];
  if (block.marks.includes('vitest'))
    return ['vitest', 'run', `--root=${directory}`, `--testTimeout=${limitMs}`, fileOf(block)];
  return block.marks.includes('mocha') ? ['mocha', `--timeout=${limitMs}`, file] : ['node', file];
};

/** The place of a block: `README.md:12`. */
export const placeOf = ({ page, line }) => `${page}:${line}`;

/** Writes a block's code where `furnish` has put what it imports. */
export const write = (directory, block) => writeFile(join(directory, fileOf(block)), block.code);

/**
 * Runs a block that was written, in an empty directory of its own.
 * @returns {Promise<readonly string[]>} what is wrong, if anything
 */
export const perform = async (directory, block) => {
  const cwd = join(directory, `ran-${block.line}`);
  await mkdir(cwd);
  const [command, ...args] = commandOf(directory, block);
  const env = environment();
  const { ok, how, output } = await run(command, args, {
    cwd,
    env: { ...env, PATH: join(directory, 'node_modules', '.bin') + delimiter + env.PATH },
    limitMs,
  });
  return ok ? [] : [`${placeOf(block)}: ${how}\n${output}`];
};
