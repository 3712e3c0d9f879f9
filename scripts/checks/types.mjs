import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { inTurn } from '../process/in-turn.mjs';
import { filesIn } from '../tree/files.mjs';
import { membersOf, packagesOf } from '../tree/packages.mjs';
import { problemsOf } from './outcome.mjs';

const typed = /\.[cm]?ts$/;

/** A package's sources, tests and type tests together; what is no package has its own tsconfig.json. */
const projectOf = async ({ path }, name) => {
  const files = await filesIn(path);
  if (!files.some((file) => typed.test(file))) return [];
  return [join(path, name)];
};

export const types = {
  name: 'types',
  about: 'tsc: sources, tests and type tests, at their strictest',
  run: async (root) => {
    const packages = await packagesOf(root);
    const others = (await membersOf(root)).filter(({ path }) => !packages.some((it) => it.path === path));
    const projects = [
      ...(await Promise.all(packages.map((member) => projectOf(member, 'tsconfig.test.json')))),
      ...(await Promise.all(others.map((member) => projectOf(member, 'tsconfig.json')))),
    ].flat();
    const scripts = join(root, 'scripts', 'tsconfig.json');
    if (existsSync(scripts)) projects.push(scripts);
    const problems = await inTurn(2, projects, async (project) =>
      existsSync(project)
        ? problemsOf(root, 'tsc', ['--pretty', 'false', '-p', project])
        : [`${project} is missing, so nothing checks the types there.`],
    );
    return { problems: problems.flat() };
  },
};
