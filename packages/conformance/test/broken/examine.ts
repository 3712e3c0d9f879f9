import { memoryFixture } from '../../../memory/test/support/fixture.ts';
import { type ConformanceOutcome, runtimeConformance } from '../../src/index.ts';
import type { Specimen } from './specimen.ts';

/** As many of a specimen's tests as run at the same time: they wait far more than they work. */
const atOnce = 40;

export interface Examined {
  readonly outcomes: readonly ConformanceOutcome[];
  /** `topic: sentence` of those that failed, in order. */
  readonly caughtBy: readonly string[];
}

const nameOf = ({ topic, sentence }: { readonly topic: string; readonly sentence: string }): string =>
  `${topic}: ${sentence}`;

/** Takes a specimen through the kit, or through the tests of these names. */
export const examine = async (
  { breaks, options = {}, parts = {} }: Omit<Specimen, 'it'>,
  { names, patienceMs = 3_000 }: { readonly names?: readonly string[]; readonly patienceMs?: number } = {},
): Promise<Examined> => {
  const outcomes: ConformanceOutcome[] = [];
  const tests: (readonly [name: string, run: () => Promise<void>])[] = [];
  runtimeConformance({
    test: (name, run) => {
      if (!names || names.includes(name)) tests.push([name, run]);
    },
    factory: async () => ({ ...(await memoryFixture(options, breaks)), ...parts }),
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
