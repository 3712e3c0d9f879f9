import { readFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { filesIn } from '../tree/files.mjs';
import { packagesOf } from '../tree/packages.mjs';
import { allowed } from './table.mjs';

const scope = '@caisson/';

/** `from '…'` and bare imports at the beginning of a statement, `import('…')` anywhere. */
const imported =
  /^[ \t]*(?:import|export)\b[^'"`;]*?\bfrom\s*['"]([^'"]+)['"]|^[ \t]*import\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/gm;

/** The modules that a source names. */
const importsIn = (source) =>
  [...source.matchAll(imported)].map(([, from, bare, called]) => from ?? bare ?? called);

const ours = (module) => (module.startsWith(scope) ? module.slice(scope.length).split('/')[0] : undefined);

const declared = ({ dependencies = {}, peerDependencies = {}, optionalDependencies = {} }) =>
  Object.keys({ ...dependencies, ...peerDependencies, ...optionalDependencies });

/** A peer that may be absent is not depended on: who installs it, chooses it. */
const isOptionalPeer = ({ peerDependenciesMeta = {}, dependencies = {} }, module) =>
  peerDependenciesMeta[module]?.optional === true && !Object.hasOwn(dependencies, module);

const manifestProblems = ({ name, manifest }) =>
  declared(manifest)
    .filter((module) => !isOptionalPeer(manifest, module))
    .map(ours)
    .filter((other) => other !== undefined && !allowed[name].includes(other))
    .map((other) => `packages/${name}/package.json: ${name} may not depend on ${other}.`);

const importProblem = (member, file, module) => {
  const where = `packages/${member.name}/${relative(member.path, file)}`;
  if (module.startsWith('.')) {
    const outside = relative(join(member.path, 'src'), resolve(file, '..', module)).startsWith('..');
    return outside ? `${where} imports ${module}, which is outside its package's src.` : undefined;
  }
  const other = ours(module);
  if (member.name === 'core') {
    return module.startsWith('node:') ? undefined : `${where} imports ${module}: core imports nothing.`;
  }
  if (other === undefined || other === member.name) return undefined;
  if (!allowed[member.name].includes(other)) return `${where}: ${member.name} may not import ${other}.`;
  return declared(member.manifest).includes(scope + other)
    ? undefined
    : `${where} imports ${other}, which its package.json does not name.`;
};

const sourceProblems = async (member) => {
  const problems = [];
  for (const file of await filesIn(join(member.path, 'src'))) {
    for (const module of importsIn(await readFile(file, 'utf8'))) {
      const problem = importProblem(member, file, module);
      if (problem !== undefined) problems.push(problem);
    }
  }
  return problems;
};

/** Types alone: each of its built modules says that it is one and no more. */
const codeInCore = async ({ path }) => {
  const built = (await filesIn(join(path, 'dist'), { all: true })).filter((file) => file.endsWith('.js'));
  const problems = [];
  for (const file of built) {
    if ((await readFile(file, 'utf8')).trim() === 'export {};') continue;
    problems.push(`packages/core/${relative(path, file)} holds code: core is types alone.`);
  }
  return problems;
};

const problemsOfPackage = async (member) => {
  if (!Object.hasOwn(allowed, member.name)) {
    return [`packages/${member.name} is not in the table of scripts/checks/table.mjs.`];
  }
  const sources = await sourceProblems(member);
  const code = member.name === 'core' ? await codeInCore(member) : [];
  return [...manifestProblems(member), ...sources, ...code];
};

export const imports = {
  name: 'imports',
  about: "which of our packages may import which, and that core's modules hold no code",
  run: async (root) => ({
    problems: (await Promise.all((await packagesOf(root)).map(problemsOfPackage))).flat(),
  }),
};
