import { isRuntimeError } from '@caisson/errors';
import { containerId } from '../arguments/container-id.ts';
import type { DeleteFlags } from '../commands/delete.ts';
import { discard } from '../container/bundle.ts';
import { isOwnBundle } from '../container/own-bundle.ts';
import { bundlePlace } from '../container/place.ts';
import { openRuntime } from '../runtime.ts';

export const remove = async ({ force = false, ...flags }: DeleteFlags, name: string): Promise<void> => {
  const id = containerId(name);
  await using runtime = await openRuntime(flags);
  const state = await runtime.state(id).catch((error: unknown) => {
    if (isRuntimeError(error, 'ERR_CONTAINER_NOT_FOUND')) return undefined;
    throw error;
  });
  await runtime.delete(id, { force });
  // Where there is no container, what a command that was killed may have left in its place.
  if (state === undefined) await discard(bundlePlace(flags, id));
  else if (isOwnBundle(state)) await discard(state.bundle);
};
