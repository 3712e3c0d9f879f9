export { type DetectedRuntime, type DetectOptions, detectRuntimes } from './detect.ts';
export { runtime } from './runtime.ts';
export type { AnyDriver, OptionsOf, Origin, RuntimeOf, Selection } from './selection.ts';
