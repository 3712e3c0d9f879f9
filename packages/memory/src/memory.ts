import type { Capability, Driver, DriverOptions, Runtime } from '@caisson/core';
import { InvalidOptionError } from '@caisson/errors';
import { find, type Kit } from './calls/enter.ts';
import { checkOptions, flag, fn, type Kind, type Kinds, milliseconds, object } from './calls/kinds.ts';
import { capabilitiesWithout, optional } from './capabilities.ts';
import { type Fault, faultsOf } from './faults.ts';
import { killForMemory } from './host/birth.ts';
import { stateError } from './host/container.ts';
import { hostOf, type MemoryHost, memoryHost } from './host/host.ts';
import type { Programs } from './program.ts';
import { checkpoint, restore } from './verbs/checkpoint.ts';
import { create, remove, start } from './verbs/create.ts';
import { events } from './verbs/events.ts';
import { exec } from './verbs/exec.ts';
import { kill } from './verbs/kill.ts';
import { plain } from './verbs/plain.ts';
import { run } from './verbs/run.ts';
import { wait } from './verbs/wait.ts';

/** Options of the runtime in memory. `verbTimeoutMs` and `debug` change nothing here. */
export interface MemoryOptions extends DriverOptions {
  /** What can be run, by name. Default: nothing. */
  readonly programs?: Programs | undefined;
  /** Shared with other instances that are to see the same containers. Default: its own. */
  readonly host?: MemoryHost | undefined;
  /** Capabilities to do without, for a test of what a platform does then. Default: none. */
  readonly lacks?: readonly Capability[] | undefined;
}

/** A runtime in memory, and what a test does to it. */
export interface Memory extends Runtime {
  /**
   * The kernel kills a process of the container for memory.
   * @param pid init's unless given
   * @throws `ERR_CONTAINER_NOT_FOUND`, `ERR_CONTAINER_NOT_RUNNING`
   */
  readonly oom: (id: string, pid?: number) => void;
  /** Lets the next call of a verb fail, or wait. Gives a function that takes it back. */
  readonly fault: (fault: Fault) => () => void;
}

const host: Kind = ['what memoryHost() gave', (x) => hostOf(x) !== undefined];
const lacks: Kind = [
  `an array of ${optional.join(', ')}`,
  (x) => Array.isArray(x) && x.every((name) => optional.includes(name)),
];
const known: Kinds = { oom: fn, verbTimeoutMs: milliseconds, debug: flag, programs: object, host, lacks };

/**
 * A runtime in memory, for unit tests: no program is started and no privilege needed, on any system.
 * @throws `ERR_INVALID_OPTION`, a `TypeError`, for an unknown or ill-typed option.
 */
export const memory: Driver<MemoryOptions, Memory> = async (options: MemoryOptions = {}): Promise<Memory> => {
  checkOptions('memory', known, options);
  const inner = hostOf(options.host ?? memoryHost());
  if (!inner) throw new InvalidOptionError('memory: host: give what memoryHost() gave');
  const kit: Kit = {
    host: inner,
    programs: options.programs ?? {},
    capabilities: capabilitiesWithout(options.lacks ?? []),
    oom: options.oom,
    faults: faultsOf(),
    own: new WeakSet(),
    closing: new AbortController(),
    active: new Set(),
  };
  const close = async (): Promise<void> => {
    kit.closing.abort();
    while (kit.active.size > 0) await Promise.allSettled([...kit.active]);
  };
  const simple = plain(kit);
  const own = { name: 'memory', exec: exec(kit), processes: simple.processes };
  return {
    ...simple,
    ...own,
    capabilities: kit.capabilities,
    run: run(kit),
    create: create(kit),
    start: start(kit),
    wait: wait(kit),
    kill: kill(kit),
    delete: remove(kit),
    events: events(kit),
    checkpoint: checkpoint(kit, own),
    restore: restore(kit, own),
    close,
    [Symbol.asyncDispose]: close,
    fault: kit.faults.add,
    oom: (id, pid) => {
      const container = find(kit, 'oom', id);
      const process = [...container.processes].find((one) => one.pid === (pid ?? container.init.pid));
      if (!process) throw stateError('ERR_CONTAINER_NOT_RUNNING', 'oom', id, 'it has no such process');
      killForMemory(container, process);
    },
  };
};

declare module '@caisson/core' {
  interface Drivers {
    readonly memory: typeof memory;
  }
}
