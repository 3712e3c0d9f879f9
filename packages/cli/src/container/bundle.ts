import { mkdir, rmdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Runtime, Spec } from '@caisson/core';
import { isRuntimeError, RuntimeError } from '@caisson/errors';
import { removeBundle, writeBundle } from '@caisson/oci-spec';
import type { GlobalFlags } from '../runtime.ts';
import { bundlePlace, privateHome } from './place.ts';
import type { Settings } from './settings.ts';
import { specFor } from './spec.ts';

/** A bundle that the command made for a container. */
export interface Bundle {
  readonly dir: string;
  readonly spec: Spec;
}

/**
 * Makes a container's bundle. Its directory, made once at a time, is also what keeps two commands from making one
 * container.
 * @throws `ERR_CONTAINER_EXISTS`
 */
export const makeBundle = async (
  runtime: Runtime,
  flags: GlobalFlags,
  id: string,
  settings: Settings,
): Promise<Bundle> => {
  const dir = bundlePlace(flags, id);
  privateHome();
  await claim(runtime, dir, id);
  try {
    const spec = await runtime.prepare(await specFor(runtime.name, settings, dir), { id });
    await writeBundle(dir, spec);
    return { dir, spec };
  } catch (error) {
    await discard(dir);
    throw error;
  }
};

/** What tells whether a container is there. */
type Known = Pick<Runtime, 'name' | 'state'>;

export const claim = async (runtime: Known, dir: string, id: string): Promise<void> => {
  for (let tries = 0; ; tries++) {
    try {
      await mkdir(dirname(dir), { recursive: true, mode: 0o700 });
      return await mkdir(dir, { mode: 0o700 });
    } catch (error) {
      const { code, path } = error as NodeJS.ErrnoException;
      if (code === 'EEXIST' && path === dir) throw await taken(runtime, dir, id);
      // Another command, whose container was the last, has taken the parent away: before a directory was made in it,
      // or between the two looks that a recursive mkdir takes at what is there already.
      if (code !== 'ENOENT' || tries === 100) throw error;
    }
  }
};

const taken = async (runtime: Known, dir: string, id: string): Promise<unknown> => {
  const facts = { runtime: runtime.name, id };
  try {
    await runtime.state(id);
    return new RuntimeError('ERR_CONTAINER_EXISTS', `there is a container ${id} already`, facts);
  } catch (error) {
    if (!isRuntimeError(error, 'ERR_CONTAINER_NOT_FOUND')) return error;
    const reason = `${dir} is there: ${id} is being made, or that was left by a command that was killed`;
    return new RuntimeError('ERR_CONTAINER_EXISTS', reason, { ...facts, reason });
  }
};

/** Removes a bundle and, where it was the last of its state directory, what held them. */
export const discard = async (dir: string): Promise<void> => {
  await removeBundle(dir);
  await rmdir(dirname(dir)).catch(() => {}); // Others are in it, or have taken it away.
};

/** Removes a container's bundle unless the container is still there: `delete` needs both. */
export const discardUnlessUsed = async (runtime: Runtime, { dir }: Bundle, id: string): Promise<void> => {
  const left = await runtime.state(id).catch(() => undefined);
  if (left?.bundle !== dir) await discard(dir);
};
