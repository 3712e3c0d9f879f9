import type { OomTarget } from '@caisson/core';
import type { Settings } from '../options.ts';
import { paceMs } from './pace.ts';
import { sandboxOf } from './sandbox.ts';
import { repeat } from './schedule.ts';

/** What has been measured of a sandbox. */
export interface MemoryWatch extends Disposable {
  /** The last measurement, in bytes: of while it lived. */
  readonly last: () => number;
  readonly peak: () => number;
}

/** Everything is measured anew at least at each of so many measurements; else only what moves most. */
const exactEvery = 16;
/** And whenever the sandbox is so near its limit. */
const nearShare = 0.8;

/** Measures a sandbox's memory, the oftener the nearer it is to its limit. `ended` is called when it has. */
export const watchMemory = (
  { pid, id }: OomTarget,
  limitBytes: number,
  { threshold, onThreshold, fastestMs, slowestMs }: Settings,
  ended: () => void,
): MemoryWatch => {
  const sandbox = sandboxOf(pid);
  let last = sandbox.measure(true) ?? 0;
  let peak = last;
  let at = performance.now();
  let rounds = 0;
  let above = false;
  const tell = (usageBytes: number): void => {
    if (!onThreshold) return;
    const whose = id === undefined ? {} : { id };
    try {
      onThreshold({
        at: new Date(),
        pid,
        ...whose,
        usageBytes,
        limitBytes,
        source: 'memory',
        certain: false,
      });
    } catch (error) {
      process.nextTick(() => {
        throw error;
      });
    }
  };
  const judge = (): void => {
    const was = above;
    above = last >= threshold * limitBytes;
    if (above && !was) tell(last);
  };
  const measure = (): number => {
    const usageBytes = sandbox.measure(++rounds % exactEvery === 0 || last > nearShare * limitBytes);
    if (usageBytes === undefined) {
      repeating[Symbol.dispose]();
      ended();
      return slowestMs;
    }
    const now = performance.now();
    const next = paceMs(
      { usageBytes, beforeBytes: last, elapsedMs: now - at, limitBytes },
      fastestMs,
      slowestMs,
    );
    at = now;
    last = usageBytes;
    peak = Math.max(peak, usageBytes);
    judge();
    return next;
  };
  const repeating = repeat(measure, fastestMs);
  judge();
  return {
    last: () => last,
    peak: () => peak,
    [Symbol.dispose]: () => repeating[Symbol.dispose](),
  };
};
