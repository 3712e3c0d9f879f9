import { trouble } from '../trouble.ts';
import type { Backend, CudaState } from './backend.ts';

type Koffi = typeof import('koffi')['default'];

const states: readonly CudaState[] = ['running', 'locked', 'checkpointed', 'failed'];

/** Of CUresult: what a process without CUDA, or one that is gone, is answered with. */
const notCuda: readonly number[] = [3, 201, 304];

/** Every argument structure has 64 bytes, zero where nothing is said (cuda.h). */
const argumentBytes = 64;

interface Call {
  readonly async: (...args: readonly unknown[]) => void;
}

/**
 * The driver's own API, `cuCheckpointProcess*` in libcuda (driver 570). Its calls run on a thread: one that hangs
 * keeps that thread, and is not waited for.
 * @throws `ERR_DEVICES` with the reason where koffi or the library does not load
 */
export const driverBackend = async (
  library: string,
  lockTimeoutMs: number,
  deviceMap: Readonly<Record<string, string>> | undefined,
): Promise<Backend> => {
  const koffi = await loadKoffi();
  const lib = open(koffi, library);
  const call = (name: string, second: string): ((pid: number, argument: unknown) => Promise<number>) => {
    const raw = find(lib, library, `int ${name}(int pid, ${second})`) as unknown as Call;
    return (pid, argument) =>
      new Promise((resolve, reject) => {
        raw.async(pid, argument, (error: unknown, result: number) =>
          error ? reject(error) : resolve(result),
        );
      });
  };
  const getState = call('cuCheckpointProcessGetState', '_Out_ int *state');
  const acts = {
    lock: call('cuCheckpointProcessLock', 'void *args'),
    checkpoint: call('cuCheckpointProcessCheckpoint', 'void *args'),
    restore: call('cuCheckpointProcessRestore', 'void *args'),
    unlock: call('cuCheckpointProcessUnlock', 'void *args'),
  };
  const init = (find(lib, library, 'int cuInit(uint flags)') as (flags: number) => number)(0);
  if (init !== 0) throw trouble(`cuInit of ${library} failed with CUresult ${init}`);
  return {
    name: 'driver',
    steps: true,
    state: async (pid) => {
      const out = [-1];
      const result = await getState(pid, out);
      if (notCuda.includes(result)) return undefined;
      if (result !== 0) throw trouble(`the state of process ${pid} cannot be read: CUresult ${result}`);
      return states[out[0] ?? -1] ?? 'unknown';
    },
    act: async (pid, action) => {
      const argument = Buffer.alloc(argumentBytes);
      if (action === 'lock') argument.writeUInt32LE(Math.ceil(lockTimeoutMs), 0);
      const pairs = action === 'restore' ? pairsOf(deviceMap) : undefined;
      if (pairs) {
        argument.writeBigUInt64LE(koffi.address(pairs.bytes), 0);
        argument.writeUInt32LE(pairs.count, 8);
      }
      const result = await acts[action](pid, argument);
      if (result !== 0) throw trouble(`${action} of process ${pid} failed with CUresult ${result}`);
    },
    toggle: async () => {
      throw trouble('the driver’s API has no toggle');
    },
  };
};

/** CUcheckpointGpuPair: two UUIDs of 16 bytes each. */
const pairsOf = (
  deviceMap: Readonly<Record<string, string>> | undefined,
): { readonly bytes: Buffer; readonly count: number } | undefined => {
  const entries = Object.entries(deviceMap ?? {});
  if (entries.length === 0) return undefined;
  const bytes = Buffer.concat(
    entries.flat().map((uuid) => Buffer.from(uuid.replace(/^GPU-/, '').replaceAll('-', ''), 'hex')),
  );
  return { bytes, count: entries.length };
};

const loadKoffi = async (): Promise<Koffi> => {
  try {
    return (await import('koffi')).default;
  } catch (cause) {
    throw trouble('the driver’s API needs koffi, an optional dependency, which does not load', { cause });
  }
};

const open = (koffi: Koffi, library: string): ReturnType<Koffi['load']> => {
  try {
    return koffi.load(library);
  } catch (cause) {
    throw trouble(`${library} does not load: ${(cause as Error).message}`, { cause });
  }
};

const find = (lib: ReturnType<Koffi['load']>, library: string, signature: string): unknown => {
  try {
    return lib.func(signature);
  } catch (cause) {
    throw trouble(`${library} is older than driver 570: it lacks ${/cu\w+/.exec(signature)?.[0]}`, { cause });
  }
};
