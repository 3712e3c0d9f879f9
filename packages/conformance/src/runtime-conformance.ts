import type { Capability } from '@caisson/core';
import type { OptionalPart, RuntimeFixture } from './fixture.ts';
import type { ProgramName } from './programs/program.ts';
import { contract } from './suite/contract.ts';
import { declareTest, type SuiteOptions } from './suite/declare.ts';
import { perform } from './suite/perform.ts';
import type { ContractTest, Topic } from './suite/topic.ts';
import { patienceOf } from './world/patience.ts';

export interface RuntimeConformance extends SuiteOptions<ProgramName | OptionalPart> {
  /** Called for each test. */
  readonly factory: () => Promise<RuntimeFixture>;
  /** These sub-suites alone, to run them apart. Default: all. */
  readonly topics?: readonly Topic[] | undefined;
}

/** Declares the tests of the contract that every runtime passes. Give the runner a limit of a minute for each. */
export const runtimeConformance = (options: RuntimeConformance): void => {
  const { factory, topics } = options;
  const patience = patienceOf(options);
  for (const each of contract) {
    if (topics && !topics.includes(each.topic)) continue;
    const needed = [...each.programs, ...each.parts];
    declareTest({ ...each, needed, perform: () => perform(each, factory, patience) }, options);
  }
};

/** A test of the contract, for tables and guides. */
export type ConformanceTest = Pick<ContractTest, 'topic' | 'sentence' | 'programs' | 'parts'> & {
  readonly capabilities: readonly Capability[];
};

/** All of them, in order. */
export const conformanceTests: readonly ConformanceTest[] = contract;
