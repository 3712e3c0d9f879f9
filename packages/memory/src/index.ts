export type { Fault, FaultVerb } from './faults.ts';
export { type MemoryHost, memoryHost } from './host/host.ts';
export { type Memory, type MemoryOptions, memory, memory as driver } from './memory.ts';
export type { Program, Programs, ScriptedProcess } from './program.ts';
