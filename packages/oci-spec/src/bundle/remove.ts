import { readFile, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { RuntimeError } from '@caisson/errors';
import { isDirectory } from './files.ts';

/** /proc/self/mountinfo's fifth field, with its octal escapes undone. */
const mountPoints = async (): Promise<readonly string[]> => {
  const table = await readFile('/proc/self/mountinfo', 'utf8').catch(() => '');
  return table
    .split('\n')
    .map((line) => line.split(' ')[4] ?? '')
    .map((point) =>
      point.replace(/\\([0-7]{3})/g, (_, octal) => String.fromCharCode(Number.parseInt(octal, 8))),
    );
};

/**
 * Removes a bundle with all that is in it; one that is not there is no error.
 * @throws `ERR_WRONG_STATE` while something is mounted in it: removing would reach into what is mounted.
 */
export const removeBundle = async (dir: string): Promise<void> => {
  const bundle = resolve(dir);
  if (!(await isDirectory(bundle))) return;
  const mounted = (await mountPoints()).find((point) => point === bundle || point.startsWith(`${bundle}/`));
  if (mounted !== undefined) {
    throw new RuntimeError('ERR_WRONG_STATE', `${bundle}: ${mounted} is still mounted; unmount it first`, {
      reason: `${mounted} is mounted`,
    });
  }
  await rm(bundle, { recursive: true, force: true });
};
