import { release } from 'node:os';
import { consoleSocket } from './console-socket.ts';
import { eventfd, pipe, readEventfd, tryLock } from './descriptors.ts';
import type { Linux } from './linux.ts';
import { bind, type Native } from './native.ts';
import { pidfdOpen, pidfdSendSignal } from './pidfd.ts';
import { watching, ways } from './readiness/watch.ts';
import { createReaper } from './reaper/create.ts';
import { refusal, tryPidfd, unfit } from './refusal.ts';
import { stranger, tellsStrangers } from './stranger.ts';
import { setWindowSize } from './window-size.ts';

const words = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const loadKoffi = async (): Promise<typeof import('koffi')['default']> => {
  try {
    return (await import('koffi')).default;
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND';
    throw refusal(
      missing ? 'koffi, an optional dependency, is not installed' : `koffi does not load: ${words(error)}`,
      error,
    );
  }
};

const attempt = <T>(what: string, action: () => T): T => {
  try {
    return action();
  } catch (error) {
    throw refusal(`${what}: ${words(error)}`, error);
  }
};

const assemble = (native: Native): Linux => {
  attempt('the kernel (5.4 is needed) or a seccomp filter refuses a call', () => tryPidfd(native));
  const raw = ways(native);
  return {
    pipe: pipe(native),
    eventfd: eventfd(native),
    readEventfd: readEventfd(native),
    tryLock: tryLock(native),
    pidfdOpen: pidfdOpen(native),
    pidfdSendSignal: pidfdSendSignal(native),
    ...watching(native, raw),
    reaper: createReaper(native, raw.in),
    consoleSocket: consoleSocket(native, raw.in),
    setWindowSize: setWindowSize(native),
    endOfStranger: stranger(native, raw.in),
    tellsStrangers: tellsStrangers(native, release()),
  };
};

const load = async (): Promise<Linux> => {
  const reason = unfit();
  if (reason !== undefined) throw refusal(reason);
  const koffi = await loadKoffi();
  return assemble(attempt('the program lacks a function that is needed', () => bind(koffi)));
};

let loading: Promise<Linux> | undefined;

/**
 * Loads the native part; again gives the same.
 * @throws `ERR_NOT_SUPPORTED`, a `RuntimeError`, with its `reason`: off Linux, in a Worker, where koffi is not
 * installed or does not load, where the program lacks a function, or the kernel (before 5.4) or a filter a call.
 */
export const loadLinux = (): Promise<Linux> => {
  loading ??= load();
  return loading;
};
