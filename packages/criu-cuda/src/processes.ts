import type { CheckpointTarget } from '@caisson/core';
import type { Backend, CudaState } from './backend/backend.ts';
import { bounded } from './bounded.ts';
import type { CudaHost } from './host/host.ts';

export interface CudaProcess {
  readonly pid: number;
  readonly state: CudaState;
}

/** How long a state may take to be told, in milliseconds: another process's lock can hold it up. */
const stateMs = 10_000;

/** What a process that uses CUDA, be it suspended, has in its memory; and one that does not suspend, among its files. */
const traces = /libcuda\.so|\/dev\/nvidia/;

/** A process's state, bounded; `unknown` where it does not answer. */
export const stateOf = async (
  backend: Backend,
  pid: number,
  signal: AbortSignal | undefined,
  ms: number = stateMs,
): Promise<CudaState | undefined> => {
  try {
    return await bounded(`the state of process ${pid}`, ms, signal, (given) => backend.state(pid, given));
  } catch (error) {
    if (signal?.aborted) throw error;
    return 'unknown';
  }
};

/**
 * The processes of a container that use CUDA, asked before any is locked: a lock of one of several that work together
 * holds up what is asked of another.
 */
export const cudaProcesses = async (
  { id, runtime, signal }: CheckpointTarget,
  backend: Backend,
  host: CudaHost,
): Promise<readonly CudaProcess[]> => {
  const processes = await runtime.processes(id, signal ? { signal } : {});
  const onHost = runtime.name !== 'runsc';
  const found: CudaProcess[] = [];
  for (const { pid } of processes) {
    if (onHost && !traces.test(host.holds(pid) ?? '')) continue;
    const state = await stateOf(backend, pid, signal);
    if (state !== undefined) found.push({ pid, state });
  }
  return found;
};
