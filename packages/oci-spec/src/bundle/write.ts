import { mkdir, rename, rm } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import type { Spec } from '@caisson/core';
import { badArgument } from '../arguments.ts';
import { specToJson } from './config-json.ts';
import { isDirectory, temporaryBeside, writePrivately } from './files.ts';

const ownerOnly = 0o700;

/** The directory that a relative root path means, where it lies inside the bundle. */
const ownRootfs = (bundle: string, spec: Spec): string | undefined => {
  if (spec.root === undefined || spec.root.path.startsWith('/')) return undefined;
  const rootfs = resolve(bundle, spec.root.path);
  return relative(bundle, rootfs).startsWith('..') ? undefined : rootfs;
};

const writeNew = async (dir: string, json: string, spec: Spec): Promise<void> => {
  const made = temporaryBeside(dir);
  await mkdir(made, { mode: ownerOnly }).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ENOENT'
      ? badArgument('writeBundle', dir, 'a directory whose parent exists')
      : error;
  });
  try {
    const rootfs = ownRootfs(made, spec);
    if (rootfs !== undefined) await mkdir(rootfs, { recursive: true, mode: 0o755 });
    await writePrivately(join(made, 'config.json'), json);
    await rename(made, dir);
  } catch (error) {
    await rm(made, { recursive: true, force: true });
    throw error;
  }
};

const writeInto = async (dir: string, json: string): Promise<void> => {
  const config = join(dir, 'config.json');
  const made = temporaryBeside(config);
  try {
    await writePrivately(made, json);
    await rename(made, config);
  } catch (error) {
    await rm(made, { force: true });
    throw error;
  }
};

/**
 * Writes a bundle whole or not at all: a directory of mode 0700 with `config.json` (0600) and, where the spec's
 * root path is relative, that directory, empty. In a directory that is already there (with its root filesystem,
 * say) `config.json` alone is written or replaced, in one step. The parent must exist.
 * @throws `ERR_INVALID_OPTION` where the parent is missing, `ERR_INVALID_SPEC` for what cannot be written as JSON.
 * @throws the file system's own error, with nothing left behind.
 */
export const writeBundle = async (dir: string, spec: Spec): Promise<void> => {
  const bundle = resolve(dir);
  const json = specToJson(spec);
  await ((await isDirectory(bundle)) ? writeInto(bundle, json) : writeNew(bundle, json, spec));
};
