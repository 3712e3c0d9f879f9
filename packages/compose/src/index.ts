export type { Verb } from './around.ts';
export { type LogEntry, withLogging } from './logging.ts';
export { type StartupHook, withStartupHooks } from './startup-hooks.ts';
