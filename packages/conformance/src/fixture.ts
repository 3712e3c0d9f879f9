import type { Process, Runtime, Terminal } from '@caisson/core';
import type { Limits, Program } from './programs/program.ts';

/**
 * What one test has for itself, from the author's factory: a runtime none of whose containers are another test's.
 * Disposing it removes whatever is left, bounded in time; the test has ended its containers and closed `runtime`
 * before.
 */
export interface RuntimeFixture extends AsyncDisposable {
  readonly runtime: Runtime;
  /** A new bundle whose program is this one: a directory that holds a config.json. */
  readonly bundle: (program: Program, limits?: Limits) => Promise<string>;
  /** The same program for `exec`, with `env` and `cwd` as it needs. */
  readonly process: (program: Program) => Process;
  /** Another object over the same containers: `runc()` once more with the same `root`. */
  readonly another?: (() => Promise<Runtime>) | undefined;
  /** Makes and starts a container by another program than this one, such as the runtime's own command. */
  readonly foreign?: ((id: string, program: Program) => Promise<void>) | undefined;
  /** A terminal that can be given to this runtime. */
  readonly terminal?: (() => Terminal) | undefined;
  /**
   * What is there of containers, cgroups, mounts, processes, sockets and temporary files that this fixture's calls
   * made, its bundles aside: lines for people, none where it is clean.
   */
  readonly left?: (() => Promise<readonly string[]>) | undefined;
}

/** The parts of a fixture that not every runtime can have. */
export type OptionalPart = 'another' | 'foreign' | 'terminal' | 'left';
