const scope = '@caisson/';

const dependenciesOf = ({ manifest: { dependencies = {}, optionalDependencies = {} } }) =>
  Object.keys({ ...dependencies, ...optionalDependencies }).filter((name) => name.startsWith(scope));

/**
 * Packages of ours with all that they depend on, directly or not.
 * @param {readonly string[]} names
 * @param {readonly import('../tree/packages.mjs').Member[]} members
 */
export const closure = (names, members) => {
  const found = new Set();
  const add = (name) => {
    const member = members.find(({ manifest }) => manifest.name === name);
    if (member === undefined) throw new Error(`There is no package ${name}.`);
    if (found.has(member)) return;
    found.add(member);
    for (const dependency of dependenciesOf(member)) add(dependency);
  };
  for (const name of names) add(name);
  return [...found];
};

/** What a README tells its reader to install, of ours and of others. */
export const installedBy = (blocks) => {
  const lines = blocks.filter(({ language }) => language === 'sh').flatMap(({ code }) => code.split('\n'));
  const names = lines.flatMap(
    (line) =>
      /^npm (?:install|i) (?:--save-dev )?(?!-)(?<names>.+)$/.exec(line)?.groups?.names.split(/\s+/) ?? [],
  );
  const unique = [...new Set(names)];
  return {
    ours: unique.filter((name) => name.startsWith(scope)),
    others: unique.filter((name) => !name.startsWith(scope)),
  };
};
