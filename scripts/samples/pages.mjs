import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { trackedFiles } from '../tree/tracked.mjs';
import { blocksIn } from './blocks.mjs';

/** The pages whose samples a reader would copy. */
const page = /^(?:README\.md|docs\/.*\.md|(?:packages|examples)\/[^/]+\/README\.md)$/;

/** @returns {Promise<readonly { page: string, blocks: readonly import('./blocks.mjs').Block[] }[]>} */
export const pagesOf = async (root) => {
  const paths = (await trackedFiles(root)).filter((path) => page.test(path));
  return Promise.all(
    paths.map(async (path) => ({
      page: path,
      blocks: blocksIn(path, await readFile(join(root, path), 'utf8')),
    })),
  );
};
