import { existsSync } from 'node:fs';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packagesOf } from '../tree/packages.mjs';

const tsconfig = (root) => ({
  extends: join(root, 'tsconfig.base.json'),
  compilerOptions: { noEmit: true, declaration: false, isolatedDeclarations: false, noUnusedLocals: false },
  include: ['*.ts'],
});

/** A package's command, as npm would put it into `.bin`. */
const command = (target) => `#!/bin/sh\nexec node '${target}' "$@"\n`;

/** @param {Record<string, any>} manifest */
const binaries = ({ name, bin = {} }) =>
  typeof bin === 'string' ? { [name.replace(/^@[^/]+\//, '')]: bin } : bin;

/** Makes `directory` a place where every package of the tree at `root` is installed. */
export const furnish = async (root, directory) => {
  const modules = join(directory, 'node_modules');
  await mkdir(join(modules, '.bin'), { recursive: true });
  await mkdir(join(modules, '@caisson'), { recursive: true });
  for (const { path, manifest } of await packagesOf(root)) {
    await symlink(path, join(modules, manifest.name));
    for (const [name, file] of Object.entries(binaries(manifest))) {
      await writeFile(join(modules, '.bin', name), command(join(path, file)), { mode: 0o755 });
    }
  }
  if (existsSync(join(root, 'tsconfig.base.json'))) {
    await writeFile(join(directory, 'tsconfig.json'), JSON.stringify(tsconfig(root)));
  }
};
