import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { filesIn } from './files.mjs';

const compiled = /\.(js|d\.ts)(\.map)?$/;

/** The source that a built file comes from. */
const sourceOf = (path, file) =>
  join(path, 'src', relative(join(path, 'dist'), file).replace(compiled, '.ts'));

/** Built files of the package at `path` whose source is gone, or that no source could have made. */
export const staleFiles = async (path) =>
  (await filesIn(join(path, 'dist'), { all: true })).filter(
    (file) => !compiled.test(file) || !existsSync(sourceOf(path, file)),
  );
