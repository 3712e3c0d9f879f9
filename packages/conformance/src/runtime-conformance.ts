import type { Capability } from '@caisson/core';
import type { OptionalPart, RuntimeFixture } from './fixture.ts';
import type { ProgramName } from './programs/program.ts';
import { contract } from './suite/contract.ts';
import { perform } from './suite/perform.ts';
import type { ContractTest, Topic } from './suite/topic.ts';

/** Declares a test: vitest's and Mocha's `it`, node:test's `test`. With `skip`, tests that cannot be done are shown. */
export interface DeclareTest {
  (name: string, run: () => Promise<void>): unknown;
  readonly skip?: (name: string, run: () => Promise<void>) => unknown;
}

/** What became of one test. */
export interface ConformanceOutcome {
  readonly topic: Topic;
  readonly sentence: string;
  /** `refused`: the runtime denies a capability, and said no as it must. `skipped`: see `without`. */
  readonly outcome: 'passed' | 'refused' | 'skipped' | 'failed';
  /** The capability that is denied, why it was skipped, or how it failed. */
  readonly why?: string | undefined;
}

export interface RuntimeConformance {
  readonly test: DeclareTest;
  /** Called for each test. */
  readonly factory: () => Promise<RuntimeFixture>;
  /** Programs of the vocabulary and parts of the fixture that cannot be had, each with the reason. Default: none. */
  readonly without?: Readonly<Partial<Record<ProgramName | OptionalPart, string>>> | undefined;
  /** These sub-suites alone, to run them apart. Default: all. */
  readonly topics?: readonly Topic[] | undefined;
  /** How long what has to come may take, in milliseconds. Default: 20 000. Nothing is measured by it. */
  readonly patienceMs?: number | undefined;
  /** How long what must not come is looked out for, in milliseconds. Default: 100. */
  readonly momentMs?: number | undefined;
  /** Told of each test when it is over. */
  readonly onOutcome?: ((outcome: ConformanceOutcome) => void) | undefined;
}

/** Declares the tests of the contract that every runtime passes. Give the runner a limit of a minute for each. */
export const runtimeConformance = ({
  test,
  factory,
  without = {},
  topics,
  patienceMs = 20_000,
  momentMs = 100,
  onOutcome,
}: RuntimeConformance): void => {
  for (const each of contract) {
    if (topics && !topics.includes(each.topic)) continue;
    const { topic, sentence } = each;
    const name = `${topic}: ${sentence}`;
    const tell = (outcome: ConformanceOutcome['outcome'], why?: string): void =>
      onOutcome?.({ topic, sentence, outcome, why });
    const lacking = [...each.programs, ...each.parts].find((need) => without[need] !== undefined);
    if (lacking !== undefined) {
      tell('skipped', `without ${lacking}: ${without[lacking]}`);
      test.skip?.(`${name} (without ${lacking}: ${without[lacking]})`, async () => {});
      continue;
    }
    test(name, async () => {
      try {
        const { outcome, denied } = await perform(each, factory, { patienceMs, momentMs });
        tell(outcome, denied);
      } catch (error) {
        tell('failed', error instanceof Error ? error.message : String(error));
        throw error;
      }
    });
  }
};

/** A test of the contract, for tables and guides. */
export type ConformanceTest = Pick<ContractTest, 'topic' | 'sentence' | 'programs' | 'parts'> & {
  readonly capabilities: readonly Capability[];
};

/** All of them, in order. */
export const conformanceTests: readonly ConformanceTest[] = contract;
