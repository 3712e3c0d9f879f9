import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * A member of the workspace.
 * @typedef {object} Member
 * @property {string} name its folder's name
 * @property {string} path
 * @property {Record<string, any>} manifest its package.json
 */

const memberAt = async (path, name) => ({
  name,
  path,
  manifest: JSON.parse(await readFile(join(path, 'package.json'), 'utf8')),
});

/** The members that are folders of one folder of `root`. @returns {Promise<readonly Member[]>} */
const membersIn = async (root, folder) => {
  const parent = join(root, folder);
  if (!existsSync(parent)) return [];
  const names = (await readdir(parent)).sort();
  const present = names.filter((name) => existsSync(join(parent, name, 'package.json')));
  return Promise.all(present.map((name) => memberAt(join(parent, name), name)));
};

/** What is published. */
export const packagesOf = (root) => membersIn(root, 'packages');

/** Every member of the workspace, as pnpm-workspace.yaml lists them. */
export const membersOf = async (root) => {
  const grouped = await Promise.all(
    ['packages', 'tools', 'examples'].map((folder) => membersIn(root, folder)),
  );
  const bench = existsSync(join(root, 'bench', 'package.json'))
    ? [await memberAt(join(root, 'bench'), 'bench')]
    : [];
  return [...grouped.flat(), ...bench];
};
