import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { filesIn } from './files.mjs';

const listed = async (root) => {
  const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const { stdout } = await promisify(execFile)('git', args, { cwd: root, maxBuffer: 64 * 1_024 * 1_024 });
  return [...new Set(stdout.split('\0'))].filter((path) => path !== '' && existsSync(join(root, path)));
};

/**
 * What is or would be committed; in a tree without git, everything that no tool made.
 * @returns {Promise<readonly string[]>} paths relative to `root`, with `/`
 */
export const trackedFiles = async (root) => {
  if (existsSync(join(root, '.git'))) return listed(root);
  return (await filesIn(root)).map((file) => relative(root, file).replaceAll('\\', '/'));
};
