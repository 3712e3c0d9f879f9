import type { ContainerProcess, Process } from '@caisson/core';
import type { CliEngine, Engine, EngineProcess, HeldProcess, Io } from '@caisson/driver-kit';
import { isRuntimeError, RuntimeError } from '@caisson/errors';
import { adopting } from './adopt.ts';
import type { Links } from './exec.ts';
import { killing, killingGroup, type Sending } from './kill.ts';
import { listing } from './list.ts';
import type { RunscOptions } from './options.ts';
import { type Listed, parseProcesses, zombiesIn } from './processes.ts';
import { ownRoot, rootOf } from './roots.ts';
import { bySandbox } from './sandbox-process.ts';
import { sandboxPid } from './state-file.ts';
import { statsOf } from './stats.ts';
import { told } from './told.ts';

const nothing: Io = { stdin: 'null', stdout: 'null', stderr: 'null' };
const path = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** runsc's engine: its command line, and what is really gVisor's own. */
export const engineOf = (engine: CliEngine, options: RunscOptions, links: Links): Engine => {
  const root = rootOf(options);
  const stateDirOf = (id: string): string => ownRoot(root, id);
  const sandbox = (id: string): number | undefined => sandboxPid(stateDirOf(id));
  const ask: Sending['ask'] = (id, ...args) => engine.ask(args, undefined, id);
  // `runsc ps` lists the dead too. Only init's children stay dead for long; where the container has a `cat`, it tells.
  const listed = async (id: string): Promise<readonly Listed[]> => {
    const all = parseProcesses(await ask(id, 'ps', id));
    const orphans = all.filter(({ parent }) => parent === 1).map(({ pid }) => `/proc/${pid}/stat`);
    if (orphans.length === 0) return all;
    const dead = zombiesIn(await ask(id, 'exec', id, 'cat', ...orphans).catch(() => ''));
    return all.filter(({ pid }) => !dead.has(pid));
  };
  const stateOf: Engine['state'] = async (id, signal) =>
    bySandbox(await engine.state(id, signal), sandbox(id));
  const exec = engine.exec as NonNullable<Engine['exec']>;
  const inside = async (id: string, args: readonly string[]): Promise<void> => {
    const made = await exec(id, { args, cwd: '/', env: [path] }, nothing);
    await made.exited.finally(() => made.release?.());
  };
  const status: Sending['status'] = async (id) => (await stateOf(id)).status;
  const sending: Sending = { ask, processes: listed, sandbox, status, inside };
  const killGroup = killingGroup(sending);
  const kill = killing(sending);

  // Links may be made for each; they go when none is being made.
  let making = 0;
  const linkedExec: typeof exec = async (id, process, io) => {
    making++;
    try {
      return await exec(id, process, io);
    } finally {
      if (--making === 0) links[Symbol.dispose]();
    }
  };
  const ours = <T extends EngineProcess>(made: T): T => ({ ...made, exited: made.exited.then(told) });
  // Until it has started, a held run has runsc's lock on its own record: asking for its state would wait for that.
  const held = new Set<string>();
  const createHeld = engine.createHeld && holding(engine.createHeld, held);

  return {
    ...engine,
    capabilities: {
      ...engine.capabilities,
      exactSignals: false,
      reasons: reasonsOf(engine),
    },
    create: async (id, bundle, io) => ours(await engine.create(id, bundle, io)),
    ...(engine.run && {
      run: async (id, bundle, io) => ours(await (engine.run as NonNullable<Engine['run']>)(id, bundle, io)),
    }),
    ...(createHeld && { createHeld: async (id, bundle, io) => ours(await createHeld(id, bundle, io)) }),
    ...(engine.checkpoint && { checkpoint: guardedCheckpoint(engine.checkpoint, listed) }),
    ...(engine.restore && {
      restore: async (id, bundle, image, io) => {
        const made = ours(await (engine.restore as NonNullable<Engine['restore']>)(id, bundle, image, io));
        // The image's files may go when this settles: it is waited for until they were read.
        if (options.background) await ask(id, 'wait', '--restore', id);
        return made;
      },
    }),
    exec: async (id, process: Process, io) => {
      const made = ours(await linkedExec(id, process, io));
      const { pid } = made;
      return {
        ...made,
        hostPid: sandbox(id),
        ...(pid === undefined
          ? {}
          : {
              kill: (signal, group) =>
                group ? killGroup(id, pid, signal) : kill(id, signal, { all: false, pid }),
            }),
      };
    },
    adopt: adopting(engine, stateDirOf),
    kill,
    state: async (id, signal) => {
      if (held.has(id)) throw unknown(id);
      return stateOf(id, signal);
    },
    list: listing(engine, root, sandbox),
    // runsc refuses for a while to delete one whose sandbox is over, as one that runs.
    delete: (id, force) =>
      engine.delete(id, force).catch(async (error: unknown) => {
        if (!isRuntimeError(error, 'ERR_WRONG_STATE') || (await stateOf(id)).status !== 'stopped')
          throw error;
        await engine.delete(id, true);
      }),
    processes: async (id): Promise<readonly ContainerProcess[]> =>
      (await listed(id)).map(({ parent: _, ...process }) => ({ ...process, hostPid: sandbox(id) })),
    stats: async (id) => {
      const host = options.rootless ? undefined : engine.stats?.(id);
      // Of a sandbox that is over it says nothing, not even why.
      const words = ask(id, 'events', '--stats', id).catch(async (error: unknown) => {
        throw (await stateOf(id)).status === 'stopped' ? notRunning(id, error) : error;
      });
      const [counters, told] = await Promise.all([host, words]);
      return statsOf(counters, told);
    },
  };
};

/** An image with a process of an `exec` restores nothing: its pipes are the host's (their `runsc exec` is its parent, 0). */
const guardedCheckpoint =
  (
    checkpoint: NonNullable<Engine['checkpoint']>,
    listed: Sending['processes'],
  ): NonNullable<Engine['checkpoint']> =>
  async (id, image) => {
    const execs = (await listed(id)).filter(({ pid, parent }) => parent === 0 && pid !== 1);
    if (execs.length === 0) return checkpoint(id, image);
    const reason = `${execs.length} of exec's processes run in it, which no image can hold: let them end first`;
    throw new RuntimeError('ERR_WRONG_STATE', `runsc checkpoint ${id}: ${reason}`, {
      runtime: 'runsc',
      verb: 'checkpoint',
      id,
      reason,
    });
  };

const holding =
  (create: NonNullable<Engine['createHeld']>, held: Set<string>) =>
  async (id: string, bundle: string, io: Io): Promise<HeldProcess> => {
    held.add(id);
    const free = (): void => void held.delete(id);
    try {
      const made = await create(id, bundle, io);
      return {
        ...made,
        start: () => made.start().finally(free),
        refuse: () => made.refuse().finally(free),
      };
    } catch (error) {
      free();
      throw error;
    }
  };

const unknown = (id: string): RuntimeError =>
  new RuntimeError('ERR_CONTAINER_NOT_FOUND', `runsc does not tell of ${id} before its start`, {
    runtime: 'runsc',
    id,
  });

const notRunning = (id: string, cause: unknown): RuntimeError =>
  new RuntimeError('ERR_CONTAINER_NOT_RUNNING', `runsc stats ${id}: it is stopped`, {
    runtime: 'runsc',
    verb: 'stats',
    id,
    cause,
    reason: 'the container is stopped',
  });

const reasonsOf = ({ capabilities }: CliEngine): Engine['capabilities']['reasons'] => {
  const { reasons } = capabilities;
  const exactSignals =
    'the sandbox exits with 128 + n where a signal ended its program, as a program may itself';
  return { ...reasons, exactSignals };
};
