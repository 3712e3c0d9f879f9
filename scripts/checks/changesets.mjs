import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packagesOf } from '../tree/packages.mjs';

const shape = /^---\n(?<matter>[\s\S]*?)\n---\n(?<summary>[\s\S]*)$/;
const entry = /^["']?(?<name>@?[\w./-]+)["']?: (?<bump>patch|minor|major)$/;

const read = async (root) => {
  const directory = join(root, '.changeset');
  const names = (await readdir(directory).catch(() => [])).filter(
    (name) => /\.md$/.test(name) && name !== 'README.md',
  );
  return Promise.all(
    names.map(async (name) => ({ name, text: await readFile(join(directory, name), 'utf8') })),
  );
};

/** The packages that a changeset names, and what is wrong with it. */
const parse = ({ name, text }, known) => {
  const { matter, summary } = shape.exec(text)?.groups ?? {};
  if (matter === undefined) return { named: [], problems: [`.changeset/${name} has no front matter.`] };
  const problems = summary.trim() === '' ? [`.changeset/${name} does not say what changed.`] : [];
  const named = [];
  for (const line of matter.split('\n').filter((it) => it.trim() !== '')) {
    const found = entry.exec(line)?.groups?.['name'];
    if (found === undefined)
      problems.push(`.changeset/${name}: “${line}” is not "package": patch | minor | major.`);
    else if (!known.includes(found))
      problems.push(`.changeset/${name} names ${found}, which does not exist.`);
    else named.push(found);
  }
  return { named, problems };
};

export const changesets = {
  name: 'changesets',
  about: 'changesets name packages that exist, and each package that was never published is in one',
  run: async (root) => {
    const published = (await packagesOf(root))
      .map(({ manifest }) => manifest)
      .filter((it) => it.private !== true);
    const parsed = (await read(root)).map((file) =>
      parse(
        file,
        published.map(({ name }) => name),
      ),
    );
    const named = parsed.flatMap((it) => it.named);
    const missing = published
      .filter(({ name, version }) => version === '0.0.0' && !named.includes(name))
      .map(({ name }) => `${name} is at 0.0.0 and no changeset names it. Add one: npx changeset.`);
    return { problems: [...parsed.flatMap((it) => it.problems), ...missing] };
  },
};
