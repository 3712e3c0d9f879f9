import { resolve } from 'node:path';
import type { RestoreOptions, Runtime } from '@caisson/core';
import { containerId } from '../arguments/container-id.ts';
import type { RestoreFlags } from '../commands/restore.ts';
import { type Bundle, discard, discardUnlessUsed } from '../container/bundle.ts';
import { bundleOf, imagePlace } from '../container/image.ts';
import { print } from '../output/print.ts';
import { type Attendance, attend, attendedOf, type Ended } from '../process/attend.ts';
import { interruptible } from '../process/interruptible.ts';
import { openRuntime } from '../runtime.ts';
import { UsageError } from '../usage-error.ts';

/** @returns the exit code */
export const restore = async (flags: RestoreFlags, name: string): Promise<number> => {
  const id = containerId(name);
  if (flags.detach && flags.timeout)
    throw new UsageError('--timeout: nobody stays to stop it; give it without --detach');
  if (flags.detach && (flags.interactive || flags.tty))
    throw new UsageError('--interactive and --tty: they cannot be with --detach');
  const attended = attendedOf(id, flags);
  if (flags.detach) return await interruptible((signal) => detached(flags, id, signal));
  return await attend(attended, (attendance) => live(flags, id, attendance));
};

const optionsOf = ({ image, tcpEstablished, tcpClose, fileLocks }: RestoreFlags, id: string) => ({
  imagePath: imagePlace(id, image),
  tcpEstablished,
  tcpClose,
  fileLocks,
});

/** A bundle that is given is the caller's own, and stays. */
const withBundle = async <T>(
  runtime: Runtime,
  flags: RestoreFlags,
  id: string,
  work: (bundle: Pick<Bundle, 'dir'> & Partial<Bundle>) => Promise<T>,
): Promise<T> => {
  if (flags.bundle !== undefined) return work({ dir: resolve(flags.bundle) });
  const bundle = await bundleOf(runtime, flags, id, imagePlace(id, flags.image));
  return await work(bundle).catch(async (error: unknown) => {
    await discardUnlessUsed(runtime, bundle, id);
    throw error;
  });
};

const live = async (
  flags: RestoreFlags,
  id: string,
  { streams, stopper, stop, onStarted }: Attendance,
): Promise<Ended> => {
  await using runtime = await openRuntime(flags);
  stopper.signal.throwIfAborted();
  return await withBundle(runtime, flags, id, async ({ dir, spec }) => {
    const options = { ...optionsOf(flags, id), ...streams, signal: stopper.signal, stop, onStarted };
    const status = await runtime.restore(id, dir, options as RestoreOptions);
    if (flags.bundle === undefined) await discard(dir);
    return { status, spec };
  });
};

/** It outlives this command, which ends as soon as it runs. */
const detached = async (flags: RestoreFlags, id: string, signal: AbortSignal): Promise<void> => {
  const runtime = await openRuntime(flags);
  await withBundle(runtime, flags, id, async ({ dir }) => {
    const started = Promise.withResolvers<void>();
    const life = runtime.restore(id, dir, {
      ...optionsOf(flags, id),
      signal,
      onStarted: async () => {
        await print(`${flags.json ? JSON.stringify(await runtime.state(id)) : id}\n`);
        started.resolve();
      },
    });
    life.catch((error: unknown) => started.reject(error));
    await started.promise;
  });
  process.exit(0); // To close the runtime would end the container; nothing else is held.
};
