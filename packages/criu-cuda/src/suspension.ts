import type { Action, Backend } from './backend/backend.ts';
import { bounded } from './bounded.ts';
import type { Settings } from './options.ts';
import { type CudaProcess, stateOf } from './processes.ts';
import { trouble } from './trouble.ts';

/** What is still to be undone of a process. */
interface Taken {
  readonly pid: number;
  /** It was locked by another before, and is left so. */
  readonly wasLocked: boolean;
  reached: 'lock' | 'checkpoint';
}

/** How much longer than its own limit a lock is waited for, in milliseconds. */
const graceMs = 5_000;

/**
 * Locks all, then checkpoints all; gives the undo, which brings back exactly those that it took. A failure has undone
 * its own work when it is told.
 */
export const suspendAll = async (
  backend: Backend,
  processes: readonly CudaProcess[],
  settings: Settings,
  signal: AbortSignal | undefined,
): Promise<() => Promise<void>> => {
  const taken: Taken[] = [];
  const step = (pid: number, action: Action, aborts?: AbortSignal): Promise<void> =>
    bounded(
      `${action} of process ${pid}`,
      action === 'lock' ? settings.lockTimeoutMs + graceMs : settings.stepTimeoutMs,
      aborts,
      (given) => backend.act(pid, action, given),
    );
  const undo = (): Promise<void> => undoAll(backend, taken.splice(0).reverse(), settings, step);
  const failed = processes.find(({ state }) => state === 'failed');
  if (failed) throw trouble(`process ${failed.pid} is beyond saving: its CUDA state is "failed"; end it`);
  // Those that are checkpointed already, by another, hold no device.
  const running = processes.filter(({ state }) => state !== 'checkpointed');
  try {
    if (!backend.steps) {
      for (const { pid } of running) {
        signal?.throwIfAborted();
        await toggle(backend, pid, settings);
        taken.push({ pid, wasLocked: false, reached: 'checkpoint' });
      }
      signal?.throwIfAborted();
      return undo;
    }
    for (const { pid, state } of running) {
      signal?.throwIfAborted();
      taken.push({ pid, wasLocked: state === 'locked', reached: 'lock' });
      if (state !== 'locked') await step(pid, 'lock', signal);
    }
    for (const one of taken) {
      signal?.throwIfAborted();
      one.reached = 'checkpoint';
      // Not cut off in the middle: the driver does not keep a process in a good state then.
      await step(one.pid, 'checkpoint');
    }
    signal?.throwIfAborted();
    return undo;
  } catch (error) {
    await undo().catch((cause: unknown) => {
      const both = [error, cause].map((one) => (one instanceof Error ? one.message : String(one)));
      throw trouble(both.join('; and then '), { cause: error });
    });
    throw error;
  }
};

/** Every one, whatever fails with another. */
const undoAll = async (
  backend: Backend,
  taken: readonly Taken[],
  settings: Settings,
  step: (pid: number, action: Action) => Promise<void>,
): Promise<void> => {
  const failures: string[] = [];
  for (const one of taken) {
    try {
      await bring(backend, one, settings, step);
    } catch (error) {
      failures.push(error instanceof Error ? error.message : String(error));
    }
  }
  if (failures.length > 0) throw trouble(`processes could not be brought back: ${failures.join('; ')}`);
};

/** A step that failed or hung may have happened all the same: its state says what is to be done, where it answers. */
const bring = async (
  backend: Backend,
  { pid, wasLocked, reached }: Taken,
  settings: Settings,
  step: (pid: number, action: Action) => Promise<void>,
): Promise<void> => {
  if (!backend.steps) return toggle(backend, pid, settings);
  const state = await stateOf(backend, pid, undefined);
  // It has ended, or nothing of it was done.
  if (state === undefined || state === 'running') return;
  if (state === 'failed') throw trouble(`process ${pid} is beyond saving: its CUDA state is "failed"`);
  if (state === 'checkpointed' || (state === 'unknown' && reached === 'checkpoint')) {
    await step(pid, 'restore');
  }
  if (!wasLocked) await step(pid, 'unlock');
};

const toggle = (backend: Backend, pid: number, { stepTimeoutMs }: Settings): Promise<void> =>
  bounded(`toggle of process ${pid}`, stepTimeoutMs, undefined, (given) => backend.toggle(pid, given));
