import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../process/run.mjs';
import { blocksIn, isProgram, isTyped } from '../samples/blocks.mjs';
import { unmetNeed } from '../samples/needs.mjs';
import { perform, placeOf, write } from '../samples/perform.mjs';
import { environment, root, tool } from '../setup/root.mjs';
import { closure, installedBy } from './closure.mjs';

const limitMs = 2 * 60_000;

const call = async (directory, command, args) => {
  const { ok, how, output } = await run(command, args, { cwd: directory, env: environment(), limitMs });
  return ok ? [] : [`${[command, ...args].join(' ')}: ${how}\n${output}`];
};

const install = async (directory, tarballs, others) => {
  await writeFile(join(directory, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  const quietly = ['--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'];
  return call(directory, 'npm', ['install', ...quietly, ...tarballs, ...others]);
};

/** Every module that the package exports, by the name that a user imports it by. */
const modulesOf = ({ name, exports }) =>
  Object.keys(exports)
    .filter((path) => !path.endsWith('.json') && !path.includes('*'))
    .map((path) => name + path.slice(1));

const importEach = async (directory, manifest) => {
  const code = modulesOf(manifest).map((module) => `await import(${JSON.stringify(module)});`);
  return call(directory, 'node', ['--input-type=module', '--eval', code.join('\n')]);
};

const checkTypes = async (directory, blocks) => {
  if (!blocks.some(isTyped)) return [];
  const base = JSON.parse(await readFile(join(root, 'tsconfig.base.json'), 'utf8'));
  const loose = { noEmit: true, declaration: false, isolatedDeclarations: false, noUnusedLocals: false };
  const config = {
    compilerOptions: { ...base.compilerOptions, ...loose, skipLibCheck: false },
    include: ['*.ts'],
  };
  await writeFile(join(directory, 'tsconfig.json'), JSON.stringify(config));
  return call(directory, tool('tsc'), ['--pretty', 'false', '-p', directory]);
};

const runSamples = async (directory, blocks) => {
  const problems = [];
  const skipped = [];
  for (const block of blocks.filter(isProgram)) {
    const reason = unmetNeed(block);
    if (reason === undefined) problems.push(...(await perform(directory, block)));
    else skipped.push({ name: `packaged sample ${placeOf(block)} (${reason})`, reason });
  }
  return { problems, skipped };
};

/**
 * Installs a package as its README says, with nothing of this workspace in reach, imports it, and type-checks and
 * runs its README's samples there.
 * @param {import('../tree/packages.mjs').Member} member
 * @param {readonly { member: import('../tree/packages.mjs').Member, tarball: string }[]} packed
 * @param {string} parent
 */
export const alone = async ({ name, manifest, path }, packed, parent) => {
  const readme = join(path, 'README.md');
  if (!existsSync(readme)) return { problems: [`packages/${name}/README.md is missing.`], skipped: [] };
  const directory = join(parent, name);
  await mkdir(directory);
  const advised = installedBy(blocksIn('', await readFile(readme, 'utf8')));
  const needed = closure(
    [manifest.name, ...advised.ours],
    packed.map(({ member }) => member),
  );
  const tarballs = packed.filter(({ member }) => needed.includes(member)).map(({ tarball }) => tarball);
  const uninstalled = await install(directory, tarballs, advised.others);
  if (uninstalled.length > 0) return { problems: uninstalled, skipped: [] };

  const installed = join(directory, 'node_modules', manifest.name, 'README.md');
  const blocks = blocksIn(`${name}/README.md`, await readFile(installed, 'utf8'));
  for (const block of blocks.filter((it) => isTyped(it) || isProgram(it))) await write(directory, block);
  const imported = await importEach(directory, manifest);
  const typed = await checkTypes(directory, blocks);
  const { problems, skipped } = await runSamples(directory, blocks);
  return { problems: [...imported, ...typed, ...problems], skipped };
};
