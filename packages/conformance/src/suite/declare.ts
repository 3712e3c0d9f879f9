/** Declares a test: vitest's and Mocha's `it`, node:test's `test`. With `skip`, tests that cannot be done are shown. */
export interface DeclareTest {
  (name: string, run: () => Promise<void>): unknown;
  readonly skip?: (name: string, run: () => Promise<void>) => unknown;
}

/** What became of one test. */
export interface ConformanceOutcome {
  readonly topic: string;
  readonly sentence: string;
  /** `refused`: the runtime denies a capability, and said no as it must. `skipped`: see `without`. */
  readonly outcome: 'passed' | 'refused' | 'skipped' | 'failed';
  /** The capability that is denied, why it was skipped, or how it failed. */
  readonly why?: string | undefined;
}

/** What every suite is told. */
export interface SuiteOptions<Needed extends string> {
  readonly test: DeclareTest;
  /** What the tests need and cannot have here, each with the reason: those tests are skipped. Default: none. */
  readonly without?: Readonly<Partial<Record<Needed, string>>> | undefined;
  /** How long what has to come may take, in milliseconds. Default: 20 000. Nothing is measured by it. */
  readonly patienceMs?: number | undefined;
  /** How long what must not come is looked out for, in milliseconds. Default: 100. */
  readonly momentMs?: number | undefined;
  /** Told of each test when it is over. */
  readonly onOutcome?: ((outcome: ConformanceOutcome) => void) | undefined;
}

/** What a test came to where it did not fail. */
export type Held = Pick<ConformanceOutcome, 'why'> & { readonly outcome: 'passed' | 'refused' };

interface Declared<Needed extends string> {
  readonly topic: string;
  readonly sentence: string;
  readonly needed: readonly Needed[];
  readonly perform: () => Promise<Held>;
}

export const declareTest = <Needed extends string>(
  { topic, sentence, needed, perform }: Declared<Needed>,
  { test, without, onOutcome }: SuiteOptions<Needed>,
): void => {
  const name = `${topic}: ${sentence}`;
  const tell = (outcome: ConformanceOutcome['outcome'], why?: string): void =>
    onOutcome?.({ topic, sentence, outcome, why });
  const reasons: Readonly<Partial<Record<string, string>>> = without ?? {};
  const lacking = needed.find((need) => reasons[need] !== undefined);
  if (lacking !== undefined) {
    const why = `without ${lacking}: ${reasons[lacking]}`;
    tell('skipped', why);
    test.skip?.(`${name} (${why})`, async () => {});
    return;
  }
  test(name, async () => {
    try {
      const { outcome, why } = await perform();
      tell(outcome, why);
    } catch (error) {
      tell('failed', error instanceof Error ? error.message : String(error));
      throw error;
    }
  });
};
