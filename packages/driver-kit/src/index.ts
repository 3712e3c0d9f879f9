export type { Attended } from './cli/attending.ts';
export { type CliEngine, type CliParts, cli } from './cli/cli.ts';
export { criuMissing } from './cli/criu-there.ts';
export { processStart } from './cli/process-start.ts';
export type {
  CheckpointArgs,
  CliOptions,
  CreateArgs,
  Dialect,
  DialectCapabilities,
  ExecArgs,
  Failure,
  ForegroundArgs,
  Help,
  HelpSpelling,
  MakingArgs,
  MemoryCgroup,
  RemoveArgs,
  RestoreArgs,
  Running,
} from './dialect.ts';
export type {
  Engine,
  EngineCheckpoint,
  EngineEnd,
  EngineImageMade,
  EngineProcess,
  EngineRestore,
  HeldProcess,
  Io,
  KillTarget,
} from './engine.ts';
export {
  absolutePath,
  boolean,
  fn,
  milliseconds,
  type OptionKind,
  type OptionKinds,
  oneOf,
  text,
  texts,
} from './options/kinds.ts';
export type { Launch, Launched, Program, Stdio } from './program/launch.ts';
export type { LogLine } from './program/log.ts';
export { defineRuntime } from './runtime/define-runtime.ts';
export { detachMount } from './runtime/detach-mount.ts';
