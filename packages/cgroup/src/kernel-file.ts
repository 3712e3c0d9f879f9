import { readFileSync } from 'node:fs';
import { RuntimeError } from '@caisson/errors';

/** An error's errno by name, such as `ENOENT`. */
export const errnoOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;

const refused: ReadonlySet<string | undefined> = new Set(['EACCES', 'EPERM', 'EROFS']);

/** What the kernel refused, as an error of ours. */
export const kernelError = (error: unknown, what: string): RuntimeError =>
  new RuntimeError(
    refused.has(errnoOf(error)) ? 'ERR_PERMISSION' : 'ERR_RUNTIME_FAILED',
    `${what}: ${error instanceof Error ? error.message : String(error)}`,
    { cause: error },
  );

/** ENOENT: there is none. ENODEV: a cgroup removed while its file was open. ESRCH: of a process that is gone. */
export const isGone = (error: unknown): boolean =>
  ['ENOENT', 'ENODEV', 'ESRCH'].includes(errnoOf(error) ?? '');

/**
 * The text of a file of procfs or cgroupfs; `undefined` where it, its cgroup or its process is gone. Synchronous
 * because the kernel answers in 10 µs, and the way through the thread pool costs 200 to 400.
 * @throws `ERR_PERMISSION`, `ERR_RUNTIME_FAILED`
 */
export const readKernelFile = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (isGone(error)) return undefined;
    throw kernelError(error, `cannot read ${path}`);
  }
};
