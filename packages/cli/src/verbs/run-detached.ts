import { resolve } from 'node:path';
import type { RunFlags } from '../commands/run.ts';
import { discardUnlessUsed, makeBundle } from '../container/bundle.ts';
import type { Settings } from '../container/settings.ts';
import { print } from '../output/print.ts';
import { openRuntime } from '../runtime.ts';

/** Creates and starts a container that outlives this command, its bundle with it until `delete`. */
export const runDetached = async (
  flags: RunFlags,
  id: string,
  settings: Settings,
  signal: AbortSignal,
): Promise<void> => {
  await using runtime = await openRuntime(flags);
  signal.throwIfAborted();
  const bundle = await makeBundle(runtime, flags, id, settings);
  let created = false;
  try {
    const output = flags.log === undefined ? {} : { output: { file: resolve(flags.log) } };
    await runtime.create(id, bundle.dir, { ...output, signal });
    created = true;
    await runtime.start(id);
    signal.throwIfAborted();
  } catch (error) {
    if (created) await runtime.delete(id, { force: true });
    await discardUnlessUsed(runtime, bundle, id);
    throw error;
  }
  await print(`${flags.json ? JSON.stringify(await runtime.state(id)) : id}\n`);
};
