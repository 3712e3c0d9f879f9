import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../process/run.mjs';
import { promisedFiles } from '../tree/exports.mjs';
import { filesIn } from '../tree/files.mjs';
import { membersOf, packagesOf } from '../tree/packages.mjs';
import { staleFiles } from '../tree/stale.mjs';
import { environment, root, tool } from './root.mjs';
import { SetUpError, say } from './say.mjs';
import { hashOf, isDone, markDone } from './stamp.mjs';

const limitMs = 5 * 60_000;

const inputs = async () => {
  const members = await membersOf(root);
  const files = members.map(async ({ path }) => [
    ...(await filesIn(join(path, 'src'))),
    ...['package.json', 'tsconfig.json'].map((name) => join(path, name)),
  ]);
  return [join(root, 'tsconfig.base.json'), ...(await Promise.all(files)).flat()];
};

const isThere = (packages) =>
  packages.every(({ path, manifest }) =>
    promisedFiles(manifest).every((file) => existsSync(join(path, file))),
  );

/** Builds every package, first rid of what was built from files that are gone. */
export const build = async () => {
  const hash = await hashOf(await inputs());
  const packages = await packagesOf(root);
  if (isThere(packages) && (await isDone('build', hash))) return;
  say('turbo run build: JavaScript and declarations of every package');
  for (const { path } of packages) {
    for (const file of await staleFiles(path)) await rm(file);
  }
  const { ok, how, output } = await run(tool('turbo'), ['run', 'build', '--output-logs=errors-only'], {
    cwd: root,
    env: environment(),
    limitMs,
  });
  if (!ok) throw new SetUpError(`The build failed (${how}):`, output);
  await markDone('build', hash);
};
