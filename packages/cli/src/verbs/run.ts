import { commandLine } from '../arguments/command-line.ts';
import { containerId, randomId } from '../arguments/container-id.ts';
import type { RunFlags } from '../commands/run.ts';
import { discard, discardUnlessUsed, makeBundle } from '../container/bundle.ts';
import { type Settings, settingsOf } from '../container/settings.ts';
import { type Attendance, attend, attendedOf, type Ended } from '../process/attend.ts';
import { hurryRun } from '../process/hurry.ts';
import { interruptible } from '../process/interruptible.ts';
import { openRuntime } from '../runtime.ts';
import { UsageError } from '../usage-error.ts';
import { runDetached } from './run-detached.ts';

/** @returns the exit code */
export const run = async (flags: RunFlags, words: readonly string[]): Promise<number> => {
  if (flags.detach && flags.timeout)
    throw new UsageError('--timeout: nobody stays to stop it; give it without --detach');
  if (flags.detach && flags.interactive) throw new UsageError('--interactive: it cannot be with --detach');
  if (flags.log !== undefined && !flags.detach)
    throw new UsageError('--log: redirect the output, or give --detach too');
  const id = flags.id === undefined ? randomId() : containerId(flags.id);
  const attended = attendedOf(id, flags);
  if (flags.detach && flags.tty) throw new UsageError('--tty: it cannot be with --detach; take shell later');
  const settings = await settingsOf(flags, commandLine('caisson run', words));
  if (flags.detach) return await interruptible((signal) => runDetached(flags, id, settings, signal));
  return await attend(attended, (attendance) => live(flags, id, settings, attendance));
};

const live = async (
  flags: RunFlags,
  id: string,
  settings: Settings,
  { streams, stopper, stop, onStarted }: Attendance,
): Promise<Ended> => {
  await using runtime = await openRuntime(flags);
  stopper.signal.throwIfAborted();
  const bundle = await makeBundle(runtime, flags, id, settings);
  try {
    await using _hurry = hurryRun(runtime, id, bundle.dir, stopper);
    const status = await runtime.run(id, bundle.dir, {
      ...streams,
      signal: stopper.signal,
      stop,
      onStarted,
    });
    await discard(bundle.dir);
    return { status, spec: bundle.spec };
  } catch (error) {
    await discardUnlessUsed(runtime, bundle, id);
    throw error;
  }
};
