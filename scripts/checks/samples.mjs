import { join } from 'node:path';
import { isProgram, isTyped, isUnchecked } from '../samples/blocks.mjs';
import { unmetNeed } from '../samples/needs.mjs';
import { pagesOf } from '../samples/pages.mjs';
import { perform, placeOf, write } from '../samples/perform.mjs';
import { furnish } from '../samples/workshop.mjs';
import { packagesOf } from '../tree/packages.mjs';
import { withTemporary } from '../tree/temporary.mjs';
import { problemsOf } from './outcome.mjs';

const checkTypes = async (root, directory, page, blocks) => {
  if (!blocks.some(isTyped)) return [];
  const problems = await problemsOf(root, 'tsc', ['--pretty', 'false', '-p', directory]);
  return problems.map((problem) => `${page}, a sample's types:\n${problem}`);
};

const runEach = async (directory, blocks) => {
  const problems = [];
  const skipped = [];
  // One at a time: two samples may well give their containers the same id.
  for (const block of blocks) {
    const reason = unmetNeed(block);
    if (reason === undefined) problems.push(...(await perform(directory, block)));
    else skipped.push({ name: `sample ${placeOf(block)} (${reason})`, reason });
  }
  return { problems, skipped };
};

/** Beside the workspace's own node_modules, so that a sample finds what a user's project would have. */
const checkPage = (root, { page, blocks }) =>
  withTemporary(
    async (directory) => {
      await furnish(root, directory);
      const checked = blocks.filter((block) => isTyped(block) || isProgram(block));
      for (const block of checked) await write(directory, block);
      const types = await checkTypes(root, directory, page, checked);
      const { problems, skipped } = await runEach(directory, checked.filter(isProgram));
      const unchecked = blocks
        .filter(isUnchecked)
        .map((it) => `${placeOf(it)} is ${it.language}: make it ts, which is run.`);
      return { problems: [...types, ...problems, ...unchecked], skipped };
    },
    join(root, '.cache', 'samples'),
  );

const withoutSample = (pages, { name }) => {
  const page = `packages/${name}/README.md`;
  const found = pages.find((it) => it.page === page);
  if (found === undefined) return [`${page} is missing.`];
  return found.blocks.some(isProgram) ? [] : [`${page} has no sample that is run (\`ts\`, or \`sh run\`).`];
};

export const samples = {
  name: 'samples',
  about: "the pages' samples: extracted, type-checked and run",
  run: async (root) => {
    const pages = await pagesOf(root);
    const packages = await packagesOf(root);
    /** @type {{ problems: string[], skipped: import('./list.mjs').Skipped[] }} */
    const found = { problems: packages.flatMap((it) => withoutSample(pages, it)), skipped: [] };
    for (const page of pages) {
      const { problems, skipped } = await checkPage(root, page);
      found.problems.push(...problems);
      found.skipped.push(...skipped);
    }
    return found;
  },
};
