import type { Capability } from '@caisson/core';
import type { OptionalPart } from '../fixture.ts';
import type { ProgramName } from '../programs/program.ts';
import type { World } from '../world/world.ts';

/** The sub-suites. */
export type Topic =
  | 'capabilities'
  | 'prepare'
  | 'life cycle'
  | 'hooks'
  | 'wait'
  | 'state'
  | 'exec'
  | 'streams'
  | 'terminal'
  | 'kill'
  | 'events'
  | 'OOM'
  | 'checkpoint'
  | 'pause'
  | 'update'
  | 'stats'
  | 'processes'
  | 'errors'
  | 'options'
  | 'abort'
  | 'concurrency'
  | 'close'
  | 'leaks';

/** What a test needs, to be told before anything is run. */
export interface Needs {
  readonly programs?: readonly ProgramName[];
  /** Where one of these is false, the test is that the runtime refuses it. */
  readonly capabilities?: readonly Capability[];
  /** Parts of the fixture that it may lack. */
  readonly parts?: readonly OptionalPart[];
}

/** One sentence of the contract. */
export interface ContractTest extends Required<Needs> {
  readonly topic: Topic;
  readonly sentence: string;
  readonly check: (here: World) => Promise<void>;
}

type Define = (sentence: string, needs: Needs, check: ContractTest['check']) => void;

export const topic = (name: Topic, define: (it: Define) => void): readonly ContractTest[] => {
  const tests: ContractTest[] = [];
  define((sentence, { programs = [], capabilities = [], parts = [] }, check) => {
    tests.push({ topic: name, sentence, programs, capabilities, parts, check });
  });
  return tests;
};
