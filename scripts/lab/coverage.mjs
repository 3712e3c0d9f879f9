import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import coverage from 'istanbul-lib-coverage';

const inLab = '/caisson/';

/** What a machine covered, by the paths that files have on this host. */
const read = async (out, root) => {
  const text = await readFile(join(out, 'coverage', 'coverage-final.json'), 'utf8').catch(() => '{}');
  return Object.entries(JSON.parse(text)).map(([path, data]) => {
    const here = path.startsWith(inLab) ? join(root, path.slice(inLab.length)) : path;
    return [here, { .../** @type {object} */ (data), path: here }];
  });
};

const packageOf = (root, path) => path.slice(root.length + 1).split('/')[1] ?? '';

/**
 * What the tests in the lab covered of the packages' sources, all machines together: a file for tools, and a line for
 * each package.
 * @param {readonly string[]} outs where the machines' results lie
 * @param {string} root @param {string} file where the whole is left, in Istanbul's format
 * @returns {Promise<readonly string[]>}
 */
export const coverageOf = async (outs, root, file) => {
  const map = coverage.createCoverageMap({});
  for (const out of outs) map.merge(Object.fromEntries(await read(out, root)));
  await mkdir(join(file, '..'), { recursive: true });
  await writeFile(file, JSON.stringify(map));
  const packages = [...new Set(map.files().map((path) => packageOf(root, path)))].sort();
  return packages.map((name) => {
    const summary = coverage.createCoverageSummary();
    for (const path of map.files()) {
      if (packageOf(root, path) === name) summary.merge(map.fileCoverageFor(path).toSummary());
    }
    const { statements, branches } = summary.data;
    return `${name.padEnd(12)} ${statements.pct} % of statements, ${branches.pct} % of branches`;
  });
};
