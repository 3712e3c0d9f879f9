import { readInside } from '../rootfs/inside.ts';
import { refused } from './refuse.ts';

const mostBytes = 4 << 20;

/** A JSON file of an image, by its path in the image's directory. */
export const readJson = async (dir: string, path: string): Promise<unknown> => {
  const text = await readInside(dir, path, mostBytes);
  if (text === undefined) throw refused(dir, `it has no ${path}`);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw refused(`${dir}/${path}`, 'it is not JSON', error);
  }
};
