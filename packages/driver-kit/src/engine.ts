import type { Readable, Writable } from 'node:stream';
import type {
  Capabilities,
  ContainerProcess,
  ImageManifest,
  LinuxResources,
  Process,
  Signal,
  Spec,
  State,
  Stats,
  Terminal,
} from '@caisson/core';
import type { OptionKinds } from './options/kinds.ts';

/**
 * What really differs between runtimes. Validation, streams, OOM order, events, abort and clean-up are
 * `defineRuntime`'s. A member that is absent makes its verb reject with `ERR_NOT_SUPPORTED`; say so in
 * `capabilities`, with a reason.
 */
export interface Engine {
  readonly name: string;
  /** What the runtime says of its version: that alone, or a text that has it after the word `version`. */
  readonly version?: string | undefined;
  readonly capabilities: Capabilities;
  /** Makes the container, its init waiting for `start`. A failure leaves nothing of it behind. */
  readonly create: (id: string, bundle: string, io: Io) => Promise<EngineProcess>;
  readonly start: (id: string) => Promise<void>;
  /** Create and start in one, where that is faster: used by `run` when nothing has to happen in between. */
  readonly run?: (id: string, bundle: string, io: Io) => Promise<EngineProcess>;
  /** For `run` with something in between, where `create` would lose the status: see {@link HeldProcess}. */
  readonly createHeld?: (id: string, bundle: string, io: Io) => Promise<HeldProcess>;
  readonly exec?: (id: string, process: Process, io: Io) => Promise<EngineProcess>;
  /** The init of a container that this process did not create. */
  readonly adopt?: (id: string) => Promise<EngineProcess>;
  readonly kill: (id: string, signal: Signal, to: KillTarget) => Promise<void>;
  /** Removes it with its cgroups; with `force` also while it runs, and where there is none. */
  readonly delete: (id: string, force: boolean) => Promise<void>;
  readonly state: (id: string, signal?: AbortSignal) => Promise<State>;
  /** That it runs, where this is certain without asking the runtime; of all else `state` tells. */
  readonly running?: (id: string) => Pick<State, 'bundle'> | undefined;
  readonly list: (signal?: AbortSignal) => Promise<readonly State[]>;
  /** `options`: what `prepareOptions` names, as the call gave it. */
  readonly prepare?: (
    spec: Spec,
    id: string | undefined,
    options: Readonly<Record<string, unknown>>,
  ) => Spec | Promise<Spec>;
  /** Options of `prepare` beside the contract's, by kind. */
  readonly prepareOptions?: OptionKinds;
  /**
   * Writes an image; where it is not to run on, the container has ended when this settles. A failure leaves it
   * running as before. An image that was whole in spite of an abort is a success.
   */
  readonly checkpoint?: (id: string, image: EngineCheckpoint) => Promise<EngineImageMade>;
  /** Whether its checkpoints run an image's `cudaProgram` by themselves. Default: they do not. */
  readonly suspendsCuda?: () => Promise<boolean>;
  /** Makes a container of an image and lets it run. A failure leaves nothing of it behind. */
  readonly restore?: (id: string, bundle: string, image: EngineRestore, io: Io) => Promise<EngineProcess>;
  readonly processes?: (id: string) => Promise<readonly ContainerProcess[]>;
  readonly update?: (id: string, resources: LinuxResources) => Promise<void>;
  readonly pause?: (id: string) => Promise<void>;
  readonly resume?: (id: string) => Promise<void>;
  readonly stats?: (id: string) => Promise<Stats>;
  readonly close?: () => Promise<void>;
}

export interface KillTarget {
  readonly all: boolean;
  readonly pid?: number | undefined;
}

interface EngineImage {
  /** Absolute. */
  readonly imagePath: string;
  /** Absolute, and there. What ends in `.log` in it is told to whoever asked for the log. */
  readonly workPath: string;
  readonly tcpEstablished: boolean;
  readonly fileLocks: boolean;
  readonly external: readonly string[];
  /** The least time that the checkpoint's tool must give its plug-ins, in milliseconds. */
  readonly toolTimeoutMs?: number | undefined;
  /** cuda-checkpoint inside the container, where a plug-in wants it to be run and {@link Engine.suspendsCuda}. */
  readonly cudaProgram?: string | undefined;
}

export interface EngineCheckpoint extends EngineImage {
  readonly leaveRunning: boolean;
  readonly tcpSkipInFlight: boolean;
  readonly linkRemap: boolean;
  readonly preDump: boolean;
  /** Relative to `imagePath`. */
  readonly parentPath?: string | undefined;
  /** The work may be given up where the container lives on then, and must settle. */
  readonly signal: AbortSignal;
}

export interface EngineRestore extends EngineImage {
  readonly tcpClose: boolean;
  /** Given up where that leaves nothing half restored. */
  readonly signal?: AbortSignal | undefined;
}

/** What the engine knows of an image that it has written, for its manifest. */
export interface EngineImageMade extends Pick<ImageManifest, 'tool' | 'firewall'> {
  /** The container is not only ended but deleted: `delete` need not be called. Default: false. */
  readonly removed?: boolean | undefined;
}

/** What the engine must provide a way for: pipes, or files that outlive this process. */
export interface Io {
  readonly stdin: 'pipe' | 'null' | { readonly file: string };
  readonly stdout: 'pipe' | 'null' | { readonly file: string };
  /** `'stdout'`: wherever standard output goes, in the order of the writes. */
  readonly stderr: 'pipe' | 'null' | 'stdout' | { readonly file: string };
  /** In place of the three, which are `'null'` then. Its sides are the process's `stdin` and `stdout`. */
  readonly terminal?: Terminal | undefined;
}

/** How a process ended: see {@link ExitStatus}. */
export interface EngineEnd {
  readonly exitCode: number;
  readonly signal: Signal | null | 'unknown';
}

/** A container's init, or a process that `exec` started. */
export interface EngineProcess {
  /** The number that `kill`'s `pid` takes. */
  readonly pid?: number | undefined;
  readonly hostPid?: number | undefined;
  readonly stdin?: Writable | undefined;
  readonly stdout?: Readable | undefined;
  readonly stderr?: Readable | undefined;
  /** What it says before this is the runtime's own, not the program's, and is dropped. Default: nothing is. */
  readonly flows?: Promise<void> | undefined;
  /** Its end, whoever still holds its pipes; rejects with `ERR_STATUS_LOST` where it cannot be learnt. */
  readonly exited: Promise<EngineEnd>;
  /** How many processes of its container the kernel has killed for memory since it began. */
  readonly oomKills?: (() => Promise<number | 'unknown'>) | undefined;
  /** Signals it; with `group`, its process group. Default: the engine's `kill`. */
  readonly kill?: ((signal: Signal, group: boolean) => Promise<void>) | undefined;
  /** Whether waiting for its end keeps Node alive. */
  readonly ref?: (() => void) | undefined;
  readonly unref?: (() => void) | undefined;
  /** Releases what the engine holds for it. Called once, when it is gone and its streams are done. */
  readonly release?: (() => Promise<void>) | undefined;
}

/** An init that waits for `start` in the foreground of a command that will tell its status. */
export interface HeldProcess extends EngineProcess {
  readonly start: () => Promise<void>;
  /** Takes it back before its start: nothing of it is left. No effect after. */
  readonly refuse: () => Promise<void>;
}
