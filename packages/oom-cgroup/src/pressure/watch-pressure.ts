import { existsSync } from 'node:fs';
import { cgroupsOf } from '@caisson/cgroup';
import type { OomTarget } from '@caisson/core';
import { RuntimeError } from '@caisson/errors';
import type { Linux } from '@caisson/linux';
import type { Pressure, Settings } from '../options.ts';
import { shareIn, totalIn } from './pressure-file.ts';
import { byTimer } from './timer.ts';
import { byTrigger } from './trigger.ts';

/**
 * Tells of memory pressure in a process's cgroup of the v2 tree, be it a hybrid host's: the kernel's own trigger
 * where the native part is there, else the timer.
 * @throws `ERR_NOT_SUPPORTED`, `ERR_PERMISSION`, `ERR_INVALID_OPTION` for a window that the kernel does not take
 */
export const watchPressure = async (
  pressure: Pressure,
  { intervalMs }: Settings,
  { pid, id }: OomTarget,
  linux: Linux | undefined,
): Promise<Disposable> => {
  const path = await pressureFileOf(pid);
  const { level, stallMs, windowMs, onPressure } = pressure;
  const tell = (): boolean => {
    const share = shareIn(path, level);
    if (share === undefined) return false; // Gone.
    const report = {
      at: new Date(),
      pid,
      ...(id === undefined ? {} : { id }),
      level,
      stallMs,
      windowMs,
      share,
    };
    try {
      onPressure(report);
    } catch (error) {
      process.nextTick(() => {
        throw error;
      });
    }
    return true;
  };
  return linux
    ? byTrigger(linux, path, pressure, tell)
    : byTimer(() => totalIn(path, level), pressure, intervalMs, tell);
};

/** The pressure file of a process's own cgroup in the v2 tree; also a hybrid host's has it. */
const pressureFileOf = async (pid: number): Promise<string> => {
  const refuse = (reason: string): RuntimeError =>
    new RuntimeError('ERR_NOT_SUPPORTED', `the pressure of process ${pid} cannot be told: ${reason}`, {
      reason,
    });
  const [{ unified }, own] = await Promise.all([cgroupsOf(pid), cgroupsOf('self')]);
  if (unified === undefined || unified === own.unified)
    throw refuse('it has no cgroup of its own in a cgroup v2 tree');
  const path = `${unified}/memory.pressure`;
  if (existsSync(path)) return path;
  throw refuse(`there is no ${path}: the kernel is built, or was booted, without PSI`);
};
