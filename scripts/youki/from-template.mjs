import { cp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { filesIn } from '../tree/files.mjs';

/** What youki's author has written; all the rest is the template's. */
const own = [
  'README.md',
  'package.json',
  'src/dialect.ts',
  'src/error-code.ts',
  'src/memory-cgroup.ts',
  'test/dialect.test.ts',
  'test/known-failures.ts',
];

const relative = async (directory) =>
  (await filesIn(directory))
    .map((file) => file.slice(directory.length + 1))
    .filter((file) => !/^(node_modules|dist)\//.test(file))
    .sort();

/** Where the example is not what the template makes, its own files aside. @returns {Promise<readonly string[]>} */
export const differences = async (made, example) => {
  const [theirs, ours] = await Promise.all([relative(made), relative(example)]);
  const missing = theirs.filter((file) => !ours.includes(file)).map((file) => `the example lacks ${file}`);
  const more = ours
    .filter((file) => !theirs.includes(file))
    .map((file) => `the template does not make ${file}`);
  const same = theirs.filter((file) => ours.includes(file) && !own.includes(file));
  const changed = await Promise.all(
    same.map(async (file) => {
      const [one, other] = await Promise.all(
        [made, example].map((place) => readFile(join(place, file), 'utf8')),
      );
      return one === other ? [] : [`the example's ${file} is not the template's`];
    }),
  );
  return [...missing, ...more, ...changed.flat()];
};

/** What its author wrote, but for the manifest, whose ranges are this workspace's. */
export const writeOwn = async (example, made) => {
  for (const file of own.filter((it) => it !== 'package.json'))
    await cp(join(example, file), join(made, file));
};
