import { join } from 'node:path';
import type { Process } from '@caisson/core';
import { isRuntimeError, RuntimeError } from '@caisson/errors';
import { type Linux, loadLinux } from '@caisson/linux';
import type { CliOptions, Dialect } from '../dialect.ts';
import type { Engine, EngineProcess, HeldProcess, Io } from '../engine.ts';
import { cliOptions } from '../options/calls.ts';
import { checkOptions } from '../options/kinds.ts';
import { type Launch, launch as launchByExeca } from '../program/launch.ts';
import { specOf } from '../runtime/bundle.ts';
import { defaultPath } from '../runtime/environment.ts';
import { adopting } from './adopt.ts';
import { attendedExec } from './attended-exec.ts';
import { type Attended, attending } from './attending.ts';
import { findBinary, helpOf } from './binary.ts';
import { capabilitiesOf } from './capabilities.ts';
import { type CgroupParents, cgroupParents } from './cgroup-parents.ts';
import { ask, type Command, spelled } from './command.ts';
import { unavailable } from './failure.ts';
import { foregroundLauncher } from './foreground.ts';
import { imaging } from './images.ts';
import { type InitPids, initPids } from './initial-pid.ts';
import { inspecting } from './inspect.ts';
import { killCounter } from './kills.ts';
import type { Launcher } from './launcher.ts';
import { type Before, lookBefore } from './leftovers.ts';
import { nativeLauncher } from './native.ts';
import { verbs } from './verbs.ts';

/** How long a verb may take where nothing else is said, in milliseconds. */
const verbTimeoutMs = 60_000;

/** What an engine over a command line may be given beside its dialect. */
export interface CliParts {
  /** Starts the runtime's commands. Default: execa. */
  readonly launch?: Launch | undefined;
}

/** An engine whose runtime can be asked for more than the contract has: what a verb printed. */
export interface CliEngine extends Engine {
  /** The binary, resolved. */
  readonly path: string;
  /** What the binary's `--version` printed. */
  readonly version: string;
  readonly ask: (args: readonly string[], signal?: AbortSignal, id?: string) => Promise<string>;
  /** A verb that stays as long as what it tells of: it is not bounded in time. */
  readonly attend: (id: string, args: readonly string[]) => Attended;
}

/**
 * An engine over a runc-compatible command line.
 * @throws `ERR_RUNTIME_NOT_AVAILABLE`, `ERR_INVALID_OPTION`; `ERR_NOT_SUPPORTED` where `waiting: 'native'` cannot be
 */
export const cli = async <O extends CliOptions>(
  dialect: Dialect<O>,
  options: O,
  { launch = launchByExeca }: CliParts = {},
): Promise<CliEngine> => {
  const { name } = dialect;
  checkOptions(name, { ...cliOptions, ...dialect.options }, options);
  const path = findBinary(name, options.path ?? dialect.binary);
  const help = await helpOf(launch, name, path, options.verbTimeoutMs, dialect.help);
  const capable = await dialect.probe(help, options).catch((cause: unknown) => {
    throw cause instanceof RuntimeError ? cause : unavailable(name, path, cause);
  });
  const native = await nativePart(options);
  const command: Command = {
    dialect: spelled(dialect as unknown as Dialect),
    options,
    path,
    root: options.root ?? dialect.defaultRoot(options),
    launch,
    timeoutMs: options.verbTimeoutMs ?? verbTimeoutMs,
    linux: typeof native === 'string' ? undefined : native,
  };
  const kills = killCounter(command);
  const launcher =
    typeof native === 'string'
      ? foregroundLauncher(command, kills, (await help.flags('run')).has('--keep'))
      : nativeLauncher(command, native, kills);
  const exec: Launcher['exec'] = (id, process, io) =>
    (dialect.execInForeground && !io.terminal ? attendedExec(command, kills) : launcher.exec)(
      id,
      process,
      io,
    );
  const inits = initPids(command);
  const parents = cgroupParents();
  const { killInit, removed, ...asked } = verbs(command, (id) => {
    kills.forget(id);
    parents.remove(id);
  });
  const { killProcess, ...inspected } = inspecting(command, inits);
  const adopt = command.linux?.tellsStrangers ? adopting(command, command.linux, kills, inits) : undefined;
  return {
    name,
    capabilities: capabilitiesOf(capable, native),
    ...clean(
      command,
      { ...launcher, exec },
      { inits, parents },
      imaging(command, launcher, help, { ...asked, removed }),
    ),
    ...asked,
    ...inspected,
    running: (id) => dialect.running?.(join(command.root, id)),
    kill: (id, signal, { all, pid }) =>
      pid === undefined ? killInit(id, signal, all) : killProcess(id, pid, signal),
    ...(adopt && { adopt }),
    path,
    version: help.version,
    ask: (args, signal, id) => ask(command, id, args, signal),
    attend: (id, args) => attending(command, id, args),
  };
};

/** The native part, or why it is not there. */
const nativePart = async ({ waiting }: CliOptions): Promise<Linux | string> => {
  if (waiting === 'foreground') return 'waiting in the foreground was asked for';
  try {
    return await loadLinux();
  } catch (error) {
    if (waiting === 'native') throw error;
    const { reason, message } = error as RuntimeError;
    return reason ?? message;
  }
};

/** A failed create leaves nothing, and one id is made once at a time. */
const clean = (
  command: Command,
  launcher: Launcher,
  { inits, parents }: { readonly inits: InitPids; readonly parents: CgroupParents },
  { checkpoint, restore }: ReturnType<typeof imaging>,
): Pick<Engine, 'create' | 'run' | 'createHeld' | 'exec' | 'checkpoint' | 'restore'> => {
  const making = new Set<string>();
  const guarded =
    <T extends EngineProcess>(
      make: (id: string, bundle: string, io: Io) => Promise<T>,
      withClean: (made: T, cleanUp: Before['cleanUp']) => T = (made) => made,
    ) =>
    async (id: string, bundle: string, io: Io): Promise<T> => {
      if (making.has(id)) throw exists(command, id);
      making.add(id);
      try {
        const before = await lookBefore(command, id, specOf(bundle));
        const stateDir = join(command.root, id);
        command.dialect.making?.(id, { stateDir, bundle, options: command.options });
        const ended = parents.expect(id, before.cgroups);
        const made = await make(id, bundle, io).catch(async (error: unknown) => {
          await before.cleanUp(error);
          ended(isRuntimeError(error, 'ERR_CONTAINER_EXISTS') ? 'another has it' : 'failed');
          throw error;
        });
        ended('made');
        inits.set(id, made.hostPid, made.exited);
        return withClean(made, async (error) => {
          await before.cleanUp(error);
          parents.remove(id);
        });
      } finally {
        making.delete(id);
      }
    };
  return {
    create: guarded(launcher.create),
    run: guarded(launcher.run),
    ...(launcher.createHeld ? { createHeld: guarded(launcher.createHeld, withCleanStart) } : {}),
    checkpoint,
    restore: (id, bundle, image, io) =>
      guarded((...own) => restore(own[0], own[1], image, own[2]))(id, bundle, io),
    exec: (id, process, io) => launcher.exec(id, withUser(withPath(process)), io),
  };
};

/** Until it has started, a held run is a create, which a failure cuts off in the middle. */
const withCleanStart = (made: HeldProcess, cleanUp: Before['cleanUp']): HeldProcess => ({
  ...made,
  start: () =>
    made.start().catch(async (error: unknown) => {
      await cleanUp(error);
      throw error;
    }),
});

/** A process without any env would have no PATH, and `sh` would not be found. */
const withPath = (process: Process): Process => (process.env ? process : { ...process, env: [defaultPath] });

/** A process without a user is root's to runtimes in Go and C, and is refused by youki (0.7). */
const withUser = (process: Process): Process => ({ ...process, user: { uid: 0, gid: 0, ...process.user } });

const exists = ({ dialect }: Command, id: string): RuntimeError =>
  new RuntimeError('ERR_CONTAINER_EXISTS', `${dialect.name}: ${id} is being made already`, {
    runtime: dialect.name,
    id,
  });
