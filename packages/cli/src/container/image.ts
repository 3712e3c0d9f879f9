import { cpSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Runtime, Spec, State } from '@caisson/core';
import { RuntimeError } from '@caisson/errors';
import type { GlobalFlags } from '../runtime.ts';
import { type Bundle, claim } from './bundle.ts';
import { isOwnBundle } from './own-bundle.ts';
import { bundlePlace, privateHome } from './place.ts';

/** Where an image is, if nothing else is said. */
export const imagePlace = (id: string, image: string | undefined): string => resolve(image ?? `${id}.image`);

/** Its root filesystem's links are relative to that, and must stay so. */
const copy = (from: string, to: string): void =>
  cpSync(from, to, { recursive: true, verbatimSymlinks: true });

/** A bundle that the command made goes with its container: a copy of it goes with the image. */
export const keepBundle = (state: State, imagePath: string): { readonly commit: () => void } & Disposable => {
  if (!isOwnBundle(state)) return { commit: () => {}, [Symbol.dispose]: () => {} };
  const dir = mkdtempSync(join(dirname(imagePath), '.bundle-'));
  copy(state.bundle, dir);
  return {
    commit: () => renameSync(dir, join(imagePath, 'bundle')),
    [Symbol.dispose]: () => rmSync(dir, { recursive: true, force: true }),
  };
};

/**
 * The bundle for a container to be restored from an image: a copy of the one that is kept in it.
 * @throws `ERR_CONTAINER_EXISTS`; `ERR_INVALID_SPEC` where the image has none
 */
export const bundleOf = async (
  runtime: Runtime,
  flags: GlobalFlags,
  id: string,
  imagePath: string,
): Promise<Bundle> => {
  const kept = join(imagePath, 'bundle');
  if (!existsSync(join(kept, 'config.json'))) {
    const reason = existsSync(imagePath)
      ? `${imagePath} has no bundle: give the one to restore into with --bundle`
      : `there is no image ${imagePath}: give its directory with --image`;
    throw new RuntimeError('ERR_INVALID_SPEC', reason, { id, reason });
  }
  const dir = bundlePlace(flags, id);
  privateHome();
  // What caisson run left for its restore, its container having ended in the checkpoint.
  await claim(runtime, dir, id);
  await mkdir(dir, { recursive: true });
  copy(kept, dir);
  const config = join(dir, 'config.json');
  const spec = JSON.parse(readFileSync(config, 'utf8')) as Spec;
  const moved: Spec = { ...spec, root: { ...spec.root, path: 'rootfs' } };
  writeFileSync(config, JSON.stringify(moved));
  return { dir, spec: moved };
};
