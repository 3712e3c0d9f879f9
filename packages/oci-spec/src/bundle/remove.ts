import { chmod, readdir, readFile, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
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

/** An image may have directories that their owner cannot write to, which stops all but root from emptying them. */
const openUp = async (dir: string): Promise<void> => {
  await chmod(dir, 0o700);
  for (const entry of await readdir(dir, { withFileTypes: true })) {
    if (entry.isDirectory()) await openUp(join(dir, entry.name));
  }
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
  await rm(bundle, { recursive: true, force: true }).catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EACCES') throw error;
    await openUp(bundle);
    await rm(bundle, { recursive: true, force: true });
  });
};
