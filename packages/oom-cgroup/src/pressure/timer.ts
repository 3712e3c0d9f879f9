import { everyTick } from '../alarms/timer.ts';
import type { Pressure } from '../options.ts';

/** Without the kernel's trigger: compares how long tasks have waited now and a window ago; tells once in a window. */
export const byTimer = (
  total: () => number | undefined,
  { stallMs, windowMs }: Pressure,
  intervalMs: number,
  tell: () => boolean,
): Disposable => {
  let seen: readonly { readonly at: number; readonly total: number }[] = [];
  return everyTick(Math.min(intervalMs, windowMs), () => {
    const [at, now] = [performance.now(), total()];
    if (now === undefined) return;
    seen = [...seen.filter((sample) => sample.at >= at - windowMs), { at, total: now }];
    if (now - (seen[0]?.total ?? now) < stallMs) return;
    seen = [];
    tell();
  });
};
