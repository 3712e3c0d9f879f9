/** How fast memory may grow though it did not until now, in bytes a second: a program that begins to work. */
const burst = 256 << 20;

export interface Growth {
  readonly usageBytes: number;
  /** At the measurement before. */
  readonly beforeBytes: number;
  readonly elapsedMs: number;
  readonly limitBytes: number;
}

/**
 * When to measure next, in milliseconds: twice before the limit can be reached, by the growth that was seen, within
 * the bounds.
 */
export const paceMs = (
  { usageBytes, beforeBytes, elapsedMs, limitBytes }: Growth,
  fastestMs: number,
  slowestMs: number,
): number => {
  const seen = elapsedMs > 0 ? ((usageBytes - beforeBytes) / elapsedMs) * 1000 : 0;
  const left = Math.max(0, limitBytes - usageBytes);
  const untilFullMs = (left / Math.max(burst, seen)) * 1000;
  return Math.min(slowestMs, Math.max(fastestMs, untilFullMs / 2));
};
