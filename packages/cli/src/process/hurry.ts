import { setTimeout as sleep } from 'node:timers/promises';
import type { Runtime, Started } from '@caisson/core';
import { hears } from './hears.ts';
import { asking, type Stopper } from './stopper.ts';

/** How often a container that is being made is looked for, in milliseconds. */
const lookMs = 50;

/**
 * Spares a stopped run the grace where it is of no use: at a second signal, and where init would not hear of it.
 * Only the container of this bundle is touched.
 */
export const hurryRun = (runtime: Runtime, id: string, bundle: string, stopper: Stopper): AsyncDisposable => {
  let over = false;
  const looks: Promise<void>[] = [];
  const initPid = async (): Promise<number | undefined> => {
    const state = await runtime.state(id).catch(() => undefined);
    return state?.bundle === bundle && state.status === 'running' ? state.pid : undefined;
  };
  const look = async (): Promise<void> => {
    while (!over) {
      const pid = await initPid();
      if (pid === undefined) await sleep(lookMs);
      else if (!stopper.force.aborted && hears(pid, asking)) return;
      else return runtime.kill(id, 'SIGKILL', { all: true }).catch(() => {});
    }
  };
  const onEnd = (): void => void looks.push(look());
  stopper.signal.addEventListener('abort', onEnd, { once: true });
  stopper.force.addEventListener('abort', onEnd, { once: true });
  return {
    [Symbol.asyncDispose]: async () => {
      over = true;
      stopper.signal.removeEventListener('abort', onEnd);
      stopper.force.removeEventListener('abort', onEnd);
      await Promise.all(looks);
    },
  };
};

/** The same for a process that `exec` started. */
export const hurryExec = (
  runtime: Runtime,
  id: string,
  started: () => Started | undefined,
  { force }: Stopper,
): Disposable => {
  const kill = (): void => {
    const pid = started()?.pid;
    if (pid === undefined || !runtime.capabilities.killProcess) return;
    runtime.kill(id, 'SIGKILL', { pid }).catch(() => {});
  };
  force.addEventListener('abort', kill, { once: true });
  return { [Symbol.dispose]: () => force.removeEventListener('abort', kill) };
};
