import type { Process } from '@caisson/core';
import type { EngineProcess, HeldProcess, Io } from '../engine.ts';
import type { Command } from './command.ts';

/** One way to start processes and to learn their ends: native or foreground. */
export interface Launcher {
  readonly create: (id: string, bundle: string, io: Io) => Promise<EngineProcess>;
  readonly run: (id: string, bundle: string, io: Io) => Promise<EngineProcess>;
  readonly createHeld?: (id: string, bundle: string, io: Io) => Promise<HeldProcess>;
  /** `spell` gives the verb's words. */
  readonly restore: (
    command: Command,
    id: string,
    io: Io,
    spell: (pidFile: string, consoleSocket: string | undefined, detach: boolean) => readonly string[],
  ) => Promise<EngineProcess>;
  readonly exec: (id: string, process: Process, io: Io) => Promise<EngineProcess>;
}
