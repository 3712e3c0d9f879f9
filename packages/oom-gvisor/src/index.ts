export { sandboxMemory } from './memory/sandbox-memory.ts';
export type { GvisorOomWatcher } from './oom-gvisor.ts';
export { oomGvisor } from './oom-gvisor.ts';
export type { MemoryReport, OomGvisorOptions } from './options.ts';
