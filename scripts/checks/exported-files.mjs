import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { promisedFiles } from '../tree/exports.mjs';
import { filesIn } from '../tree/files.mjs';
import { packagesOf } from '../tree/packages.mjs';
import { staleFiles } from '../tree/stale.mjs';

const promised = ({ name, path, manifest }) => {
  if (manifest.exports === undefined) return [`packages/${name}/package.json has no exports.`];
  return promisedFiles(manifest)
    .filter((file) => !existsSync(join(path, file)))
    .map((file) => `packages/${name}: package.json names ${file}, which the build does not make.`);
};

const unbuilt = async ({ name, path }) => {
  const sources = (await filesIn(join(path, 'src'))).map((file) => relative(join(path, 'src'), file));
  return sources
    .filter((file) => !existsSync(join(path, 'dist', file.replace(/\.ts$/, '.d.ts'))))
    .map((file) => `packages/${name}: src/${file} is not built.`);
};

const stale = async ({ name, path }) =>
  (await staleFiles(path)).map(
    (file) => `packages/${name}: ${relative(path, file)} has no source. Remove it, or run npm run setup.`,
  );

export const exportedFiles = {
  name: 'exports',
  about: 'every exported file is built, every source is built, and no built file has lost its source',
  run: async (root) => {
    const of = async (member) => [...promised(member), ...(await unbuilt(member)), ...(await stale(member))];
    return { problems: (await Promise.all((await packagesOf(root)).map(of))).flat() };
  },
};
