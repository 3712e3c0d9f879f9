import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../process/run.mjs';
import { membersOf } from '../tree/packages.mjs';
import { environment, root, tool } from './root.mjs';
import { SetUpError, say } from './say.mjs';
import { hashOf, isDone, markDone } from './stamp.mjs';

const limitMs = 5 * 60_000;

const manifestsOf = async () => (await membersOf(root)).map(({ path }) => join(path, 'package.json'));

const inputs = async () => [
  ...['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml'].map((name) => join(root, name)),
  ...(await manifestsOf()),
];

const isThere = () => existsSync(tool('turbo')) && existsSync(join(root, 'node_modules', '.modules.yaml'));

/** Installs what the lockfile says, by the pnpm that package.json names. */
export const provideDependencies = async () => {
  const hash = await hashOf(await inputs());
  if (isThere() && (await isDone('dependencies', hash))) return;
  const { packageManager } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  say(`${packageManager} install: the dependencies that pnpm-lock.yaml names`);
  const { ok, how, output } = await run(
    'npm',
    ['exec', '--yes', packageManager, '--', 'install', '--frozen-lockfile'],
    { cwd: root, env: environment({ CI: 'true' }), limitMs },
  );
  if (!ok) throw new SetUpError(`The installation failed (${how}); is this machine online?`, output);
  await markDone('dependencies', hash);
};
