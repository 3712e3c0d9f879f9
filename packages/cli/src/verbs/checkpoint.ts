import { readManifest } from '@caisson/image';
import { containerId } from '../arguments/container-id.ts';
import type { CheckpointFlags } from '../commands/checkpoint.ts';
import { discard } from '../container/bundle.ts';
import { imagePlace, keepBundle } from '../container/image.ts';
import { isOwnBundle } from '../container/own-bundle.ts';
import { print } from '../output/print.ts';
import { written } from '../output/written.ts';
import { openRuntime } from '../runtime.ts';

export const checkpoint = async (
  flags: CheckpointFlags,
  name: string,
  signal: AbortSignal,
): Promise<void> => {
  const id = containerId(name);
  const imagePath = imagePlace(id, flags.image);
  const { leaveRunning, tcpEstablished, fileLocks } = flags;
  await using runtime = await openRuntime(flags);
  const state = await runtime.state(id);
  {
    using bundle = keepBundle(state, imagePath);
    using _shown = written(`freezing ${id}`, imagePath, await memoryOf(runtime, id));
    await runtime.checkpoint(id, { imagePath, leaveRunning, tcpEstablished, fileLocks, signal });
    bundle.commit();
  }
  // A run that waits for it removes its own; for a detached one there is nobody else.
  if (!leaveRunning && isOwnBundle(state)) await discard(state.bundle);
  const { size, took } = readManifest(imagePath) ?? {};
  await print(`${flags.json ? JSON.stringify({ id, image: imagePath, size, took }) : imagePath}\n`);
};

/** About what will be written. */
const memoryOf = async (
  runtime: Awaited<ReturnType<typeof openRuntime>>,
  id: string,
): Promise<number | undefined> => {
  const { memory } = await runtime.stats(id).catch(() => ({ memory: undefined }));
  return memory === undefined ? undefined : Number(memory.usageBytes);
};
