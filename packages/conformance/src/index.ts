export type { OptionalPart, RuntimeFixture } from './fixture.ts';
export type { Limits, Program, ProgramName } from './programs/program.ts';
export { shArgs } from './programs/sh.ts';
export {
  type ConformanceOutcome,
  type ConformanceTest,
  conformanceTests,
  type DeclareTest,
  type RuntimeConformance,
  runtimeConformance,
} from './runtime-conformance.ts';
export type { Topic } from './suite/topic.ts';
