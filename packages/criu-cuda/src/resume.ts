import type { Action, Backend } from './backend/backend.ts';
import { bounded } from './bounded.ts';
import type { Settings } from './options.ts';
import type { CudaProcess } from './processes.ts';

/** After a restore of a container: every process of the image is as it was in it, checkpointed. */
export const resumeAll = async (
  backend: Backend,
  processes: readonly CudaProcess[],
  { stepTimeoutMs }: Settings,
  signal: AbortSignal | undefined,
): Promise<void> => {
  const step = (pid: number, action: Action): Promise<void> =>
    bounded(`${action} of process ${pid}`, stepTimeoutMs, signal, (given) => backend.act(pid, action, given));
  if (!backend.steps) {
    for (const { pid } of processes) {
      await bounded(`toggle of process ${pid}`, stepTimeoutMs, signal, (given) => backend.toggle(pid, given));
    }
    return;
  }
  const suspended = processes.filter(({ state }) => state === 'checkpointed' || state === 'unknown');
  for (const { pid } of suspended) await step(pid, 'restore');
  // Unlocked when all have their devices: they may wait for each other.
  for (const { pid } of suspended) await step(pid, 'unlock');
};
