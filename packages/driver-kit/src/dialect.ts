import type { Capabilities, DriverOptions, ErrorCode, Process, Signal, Spec, State } from '@caisson/core';
import type { Linux } from '@caisson/linux';
import type { EngineEnd } from './engine.ts';
import type { OptionKinds } from './options/kinds.ts';
import type { LogLine } from './program/log.ts';

/** Options of every driver over a command line. */
export interface CliOptions extends DriverOptions {
  /** The binary: a path, or a name that is looked up in PATH. Default: the runtime's name. */
  readonly path?: string | undefined;
  /** The directory of the runtime's state, absolute. Default: the runtime's own. */
  readonly root?: string | undefined;
  /** Arguments put before the verb of every call, as they are. */
  readonly extraArgs?: readonly string[] | undefined;
  /**
   * How a process's end is learnt. `native`: this process is a subreaper and waits by pidfd (needs
   * `@caisson/linux`); `foreground`: by the runtime's foreground verbs, which cannot tell a signal from an exit
   * with 128 + n. Default: native where it can be, else foreground.
   */
  readonly waiting?: 'native' | 'foreground' | undefined;
}

/** What a binary says of itself. */
export interface Help {
  /** What `--version` printed, whole. */
  readonly version: string;
  /** The long flags (`--keep`) that a verb's help names; without a verb, the global ones. */
  readonly flags: (verb?: string) => Promise<ReadonlySet<string>>;
}

/**
 * Capabilities that a dialect answers for. The kit fills in what depends on how it waits, and what it reads from
 * cgroups and /proc itself.
 */
export type DialectCapabilities = Omit<
  Capabilities,
  'exactSignals' | 'killProcess' | 'orderedOutput' | 'processes' | 'stats' | 'waitAny' | 'waitCreated'
> & {
  /** False where the runtime's foreground verbs copy standard output and error side by side. Default: true. */
  readonly orderedOutput?: boolean;
  /** Why what runs in the foreground cannot be checkpointed, where it cannot, though `checkpointRestore` is true. */
  readonly noForegroundImages?: string;
};

/**
 * A runc-compatible command line, said in pure functions from options to arguments. Members that are absent are
 * as runc spells them.
 */
export interface Dialect<O extends CliOptions = CliOptions> {
  readonly name: string;
  /** The program's name in PATH. */
  readonly binary: string;
  /** The state directory where no `root` is given; absolute. */
  readonly defaultRoot: (options: O) => string;
  /** Judges the binary. Throw, with the reason, where it cannot be used. */
  readonly probe: (help: Help, options: O) => Promise<DialectCapabilities>;
  /** How the binary is asked for its flags, and how it writes them. Default: `VERB --help`, with two hyphens. */
  readonly help?: HelpSpelling;
  /** Whatever precedes the verb. `log` is a file for this call's errors in JSON; `id` is the container's, of a verb that has one. */
  readonly global: (options: O, log: string, id?: string) => readonly string[];
  readonly create?: (id: string, o: CreateArgs) => readonly string[];
  readonly run?: (id: string, o: CreateArgs & ForegroundArgs) => readonly string[];
  readonly start?: (id: string) => readonly string[];
  readonly exec?: (id: string, o: ExecArgs) => readonly string[];
  readonly kill?: (id: string, signal: Signal, o: { readonly all: boolean }) => readonly string[];
  readonly delete?: (id: string, o: { readonly force: boolean }) => readonly string[];
  readonly pause?: (id: string) => readonly string[];
  readonly resume?: (id: string) => readonly string[];
  /** `resourcesFile` holds OCI's LinuxResources as JSON. */
  readonly update?: (id: string, o: { readonly resourcesFile: string }) => readonly string[];
  readonly checkpoint?: (id: string, o: CheckpointArgs) => readonly string[];
  readonly restore?: (id: string, o: RestoreArgs) => readonly string[];
  /**
   * Whether CRIU makes the images: it is given by a configuration file what the runtime has no flags for, and its
   * logs tell why it failed. Default: true.
   */
  readonly criu?: boolean;
  /**
   * What CRIU is to take from outside at a restore, given the directory of the runtime's state: its own words for
   * `external`, of mounts that the runtime does not name to it. Default: none.
   */
  readonly restoreExternal?: (root: string) => readonly string[];
  readonly state?: (id: string) => readonly string[];
  readonly list?: () => readonly string[];
  /**
   * Verbs that the runtime lets pass in a state in which they do nothing: the state is asked for first, and another
   * than they need is `ERR_WRONG_STATE`.
   */
  readonly unchecked?: readonly ('pause' | 'resume')[];
  /** Whether SIGKILL ends what is paused under cgroup v1; else it is resumed to die. Default: true. */
  readonly killsPaused?: boolean;
  /** The driver's own options beside `CliOptions`, by kind, so that others are refused. */
  readonly options?: OptionKinds;
  /**
   * Called before a container is made, when what was there has been looked at: what it writes into `stateDir` is
   * removed with the rest of a create that fails. A throw refuses the container.
   */
  readonly making?: (id: string, o: MakingArgs<O>) => void;
  /**
   * Removes what a container that is over has left, where that takes no command of the runtime's: `false`, and its
   * `delete` is called. Default: it always is.
   */
  readonly remove?: (id: string, o: RemoveArgs) => Promise<boolean>;
  /** Called when a container was deleted; `wasKnown: false`: the runtime did not know it. */
  readonly deleted?: (stateDir: string, wasKnown: boolean) => void;
  /**
   * `exec` in the foreground whatever the waiting, unless it has a terminal: its command ends with the process, waits
   * for nothing else, and would be there all the same.
   */
  readonly execInForeground?: boolean;
  /** What `state` printed. Default: OCI's JSON, a pid of 0 or less left out. */
  readonly parseState?: (stdout: string) => State;
  /** What `list` printed. Default: runc's JSON, `null` for none. */
  readonly parseList?: (stdout: string) => readonly State[];
  /** A runtime's words become a code in this one function. */
  readonly errorCode: (failure: Failure) => ErrorCode | undefined;
  /**
   * Where the runtime keeps a container's cgroups: given the directory of its state, the directory of its memory
   * cgroup. Needed for a run in one step, whose init may be gone before it can be looked at.
   */
  readonly memoryCgroup?: (stateDir: string) => MemoryCgroup | undefined;
  /**
   * What the runtime's own records tell, given the directory of a container's state, if they tell beyond doubt that
   * it runs: then a verb that needs to know no more starts at once. Default: the runtime is always asked.
   */
  readonly running?: (stateDir: string) => Running | undefined;
  /**
   * The `cgroupsPath` that the runtime takes for a spec without one, where that is not the id below the cgroup of the
   * process that runs it.
   */
  readonly defaultCgroupsPath?: (id: string) => string;
  /**
   * What the runtime takes a relative or absent `cgroupsPath` from: the cgroup of the process that runs it, or the top
   * of the tree. Default: `'own'`.
   */
  readonly cgroupBase?: 'own' | 'mount';
  /**
   * Whether a foreground `run` ends, and removes its container, only when what a hook has left behind has ended as
   * well. Where there is no `run --keep`, that keeps the counter of OOM kills for a last look. Default: false.
   */
  readonly waitsForOrphans?: boolean;
  /**
   * The processes on the host that a container has beside its init, given the directory of its state. Native waiting
   * reaps them at their end, for a runtime's delete may wait until they are gone.
   */
  readonly companions?: (stateDir: string) => readonly number[];
  /** A foreground verb's log may tell the end of the process `pid` before its pipes are closed. */
  readonly loggedEnd?: (log: readonly LogLine[], pid: number) => EngineEnd | undefined;
  /** A new spec that is fit for this runtime. Default: the same, with a PATH where there is no env. */
  readonly prepare?: (spec: Spec, id: string | undefined) => Spec;
}

/** How a command line tells its flags. */
export interface HelpSpelling {
  /** The arguments that print the flags of a verb, or with `''` the global ones. */
  readonly args: (verb: string) => readonly string[];
  /** The flags in what it printed, each as `--name`. */
  readonly flags: (text: string) => readonly string[];
}

export interface MakingArgs<O> {
  /** The directory of the container's state, that may not be there yet. */
  readonly stateDir: string;
  readonly bundle: string;
  readonly options: O;
}

export interface RemoveArgs {
  readonly stateDir: string;
  /** Whether one that the runtime does not know counts as removed. */
  readonly force: boolean;
  /** The native part, where it is waited natively. */
  readonly linux: Linux | undefined;
}

/** A container that was started and is neither paused nor over. */
export type Running = Pick<State, 'bundle'>;

/** The directory that counts a container's memory. */
export interface MemoryCgroup {
  readonly version: 1 | 2;
  readonly path: string;
}

export interface CreateArgs {
  readonly bundle: string;
  readonly pidFile: string;
  /** Where to send the terminal's own side, for a process with one. */
  readonly consoleSocket?: string | undefined;
}

export interface ForegroundArgs {
  /** The command is gone when the process runs; else it stays until the process has ended. */
  readonly detach: boolean;
  /** The state and the cgroup stay, for a last look, when a foreground run ends. */
  readonly keep: boolean;
}

export interface ExecArgs {
  readonly process: Process;
  /** A file that holds `process`. */
  readonly processFile: string;
  readonly pidFile: string;
  /** For a runtime with pids of its own: where it may write the one that `kill` takes. `pidFile` holds the host's. */
  readonly innerPidFile: string;
  /** Where to send the terminal's own side, for a process with one. */
  readonly consoleSocket?: string | undefined;
  readonly detach: boolean;
}

interface ImageArgs {
  readonly imagePath: string;
  readonly workPath: string;
  readonly tcpEstablished: boolean;
  readonly fileLocks: boolean;
  /** CRIU is told them by its configuration file. */
  readonly external: readonly string[];
  /** Whether this binary's verb has a flag: what it has none for, CRIU is told by its configuration file. */
  readonly has: (flag: string) => boolean;
}

export interface CheckpointArgs extends ImageArgs {
  readonly leaveRunning: boolean;
  readonly tcpSkipInFlight: boolean;
  readonly linkRemap: boolean;
  readonly preDump: boolean;
  /** Relative to `imagePath`. */
  readonly parentPath?: string | undefined;
  /** See {@link Engine.suspendsCuda}. */
  readonly cudaProgram?: string | undefined;
}

export interface RestoreArgs extends ImageArgs {
  readonly bundle: string;
  readonly pidFile: string;
  readonly tcpClose: boolean;
  /** Where to send the terminal's own side, for an image with one. */
  readonly consoleSocket?: string | undefined;
  /** The command is gone when the container runs; else it stays until its init has ended. */
  readonly detach: boolean;
}

export interface Failure {
  readonly verb: string;
  readonly exitCode: number | null;
  /** The errors of the call's log, or where that is empty, what it said on standard error. */
  readonly words: string;
}
