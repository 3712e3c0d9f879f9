export {
  type CheckpointPluginConformance,
  checkpointPluginConformance,
} from './checkpoint-plugin/checkpoint-plugin-conformance.ts';
export type { CheckpointPluginFixture, CheckpointPluginNeed } from './checkpoint-plugin/fixture.ts';
export type { OptionalPart, RuntimeFixture } from './fixture.ts';
export type { OomNeed, OomSubject, OomWatcherFixture } from './oom-watcher/fixture.ts';
export { type OomWatcherConformance, oomWatcherConformance } from './oom-watcher/oom-watcher-conformance.ts';
export type { Limits, Program, ProgramName } from './programs/program.ts';
export { shArgs } from './programs/sh.ts';
export {
  type ConformanceTest,
  conformanceTests,
  type RuntimeConformance,
  runtimeConformance,
} from './runtime-conformance.ts';
export type { ConformanceOutcome, DeclareTest, SuiteOptions } from './suite/declare.ts';
export type { Topic } from './suite/topic.ts';
