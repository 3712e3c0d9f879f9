import type { ConformanceOutcome, SuiteOptions } from '../../src/index.ts';

/** As many of a specimen's tests as run at the same time: they wait far more than they work. */
const atOnce = 40;

export interface Examined {
  readonly outcomes: readonly ConformanceOutcome[];
  /** `topic: sentence` of those that failed, in order. */
  readonly caughtBy: readonly string[];
}

export interface Examining {
  /** These tests alone. Default: all. */
  readonly names?: readonly string[];
  readonly patienceMs?: number;
}

const nameOf = ({ topic, sentence }: { readonly topic: string; readonly sentence: string }): string =>
  `${topic}: ${sentence}`;

/** Runs the tests that a suite declares, without any runner. */
export const through = async (
  suite: (options: SuiteOptions<never>) => void,
  { names, patienceMs = 3_000 }: Examining = {},
): Promise<Examined> => {
  const outcomes: ConformanceOutcome[] = [];
  const tests: (readonly [name: string, run: () => Promise<void>])[] = [];
  suite({
    test: (name, run) => {
      if (!names || names.includes(name)) tests.push([name, run]);
    },
    onOutcome: (outcome) => outcomes.push(outcome),
    patienceMs,
    momentMs: 60,
  });
  const order = tests.map(([name]) => name);
  const work = async (): Promise<void> => {
    for (let next = tests.shift(); next; next = tests.shift()) await next[1]().catch(() => {});
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  const failed = outcomes.filter(({ outcome }) => outcome === 'failed').map(nameOf);
  return { outcomes, caughtBy: failed.toSorted((a, b) => order.indexOf(a) - order.indexOf(b)) };
};
