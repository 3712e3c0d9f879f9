import type { Bench, Outcome, Place } from './bench.ts';
import { fixed, judge, type Limit } from './limit.ts';
import { inTurn, type Plan } from './rounds.ts';
import type { Measured, Side } from './side.ts';
import { median, quantile } from './statistics.ts';
import { table } from './table.ts';

/** Sides that do the same, the first being what the others are set against. */
export interface Comparison {
  readonly title: string;
  readonly sides: readonly Side[];
  readonly limits: readonly Limit[];
  /** Default: the plan's of the whole run. */
  readonly plan?: Partial<Plan>;
}

/** Measures it and says what came of it. */
const compare = async (
  { title, sides, limits, plan }: Comparison,
  whole: Place['plan'],
): Promise<Outcome> => {
  const all = await inTurn(sides, { ...whole, ...plan });
  const verdicts = limits.map((limit) => judge(limit, all));
  return {
    title,
    text: [tableOf(all), ...verdicts.map(({ words }) => words)].join('\n'),
    holds: verdicts.every(({ holds }) => holds),
  };
};

const tableOf = (all: readonly Measured[]): string => {
  const [base] = all;
  const over = (value: number, of: number | undefined): string => (of ? fixed(value / of) : '');
  return table(
    ['', 'median ms', '10 %', '90 %', 'ratio', 'processor ms', 'ratio', 'times'],
    all.map(({ name, wallMs, processorMs }) => [
      name,
      median(wallMs).toFixed(1),
      quantile(wallMs, 0.1).toFixed(1),
      quantile(wallMs, 0.9).toFixed(1),
      over(median(wallMs), base && median(base.wallMs)),
      processorMs.toFixed(1),
      over(processorMs, base?.processorMs),
      String(wallMs.length),
    ]),
  );
};

/** A bench that is comparisons alone. */
export const comparing = (
  name: string,
  about: string,
  prepare: (place: Place, kept: AsyncDisposableStack) => Promise<readonly Comparison[]>,
): Bench => ({
  name,
  about,
  measure: async (place) => {
    await using kept = new AsyncDisposableStack();
    const outcomes: Outcome[] = [];
    for (const comparison of await prepare(place, kept)) outcomes.push(await compare(comparison, place.plan));
    return outcomes;
  },
});
