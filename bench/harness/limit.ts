import type { Measured } from './side.ts';
import { median, quantile } from './statistics.ts';

/** What is promised of one side beside another: a ratio of their median wall times. */
export interface Limit {
  readonly of: string;
  readonly to: string;
  readonly atMost?: number;
  readonly atLeast?: number;
}

export interface Verdict {
  readonly ratio: number;
  readonly holds: boolean;
  /** A line for people. */
  readonly words: string;
}

/** @throws where a side that the limit names was not measured */
export const judge = (limit: Limit, all: readonly Measured[]): Verdict => {
  const { of, to, atMost = Number.POSITIVE_INFINITY, atLeast = 0 } = limit;
  const [a, b] = [find(all, of), find(all, to)];
  const ratio = median(a.wallMs) / median(b.wallMs);
  const holds = ratio <= atMost && ratio >= atLeast;
  const promise = [
    ...(limit.atMost === undefined ? [] : [`at most ${fixed(atMost)}`]),
    ...(limit.atLeast === undefined ? [] : [`at least ${fixed(atLeast)}`]),
  ].join(', ');
  const [low, high] = spread(a, b);
  return {
    ratio,
    holds,
    words: `${holds ? 'holds ' : 'MISSED'}  ${of} / ${to}: ${fixed(ratio)}, promised ${promise} (half of the rounds: ${fixed(low)} to ${fixed(high)})`,
  };
};

/** Between which ratios the middle half of the rounds lies: how far this run can be trusted. */
export const spread = (a: Measured, b: Measured): readonly [number, number] => {
  const ratios = a.roundMs.map((ms, round) => ms / (b.roundMs[round] ?? Number.NaN));
  return [quantile(ratios, 0.25), quantile(ratios, 0.75)];
};

export const fixed = (ratio: number): string => ratio.toFixed(2);

const find = (all: readonly Measured[], name: string): Measured => {
  const found = all.find((measured) => measured.name === name);
  if (!found) throw new Error(`no side is named ${name}`);
  return found;
};
