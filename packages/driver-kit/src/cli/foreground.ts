import type { EngineProcess, HeldProcess, Io } from '../engine.ts';
import { type Scratch, scratch } from '../program/scratch.ts';
import { attendedEnd, attendedPid } from './attended.ts';
import { attendedExec } from './attended-exec.ts';
import { keeping, streamsOf, tellingEnds } from './attended-streams.ts';
import { type Begun, begin, begunPid } from './begin.ts';
import type { Command } from './command.ts';
import { type Gate, gate } from './gate.ts';
import type { KillCounter } from './kills.ts';
import { lastCount } from './last-count.ts';
import type { Launcher } from './launcher.ts';
import { unattended } from './unattended.ts';

/**
 * Where the native part cannot load: the runtime's own foreground verbs wait, one process beside each container.
 * A signal cannot be told from an exit with 128 + n, and of a container that `create` made only its end is seen.
 */
export const foregroundLauncher = (command: Command, kills: KillCounter, keep: boolean): Launcher => {
  const { dialect } = command;
  const telling = tellingEnds(command);
  const withholds = !keep && dialect.waitsForOrphans === true;

  const beginRun = (id: string, bundle: string, io: Io, files: Scratch): Promise<Begun> =>
    begin(
      telling,
      id,
      io,
      dialect.run(id, { bundle, pidFile: files.path('pid'), detach: false, keep }),
      files,
    );

  const hold = async (id: string, io: Io, way: Gate, files: Scratch): Promise<HeldProcess> => {
    const begun = await beginRun(id, way.bundle, io, files);
    begun.client.exited.then(way.letGo, way.letGo);
    const reached = async (): Promise<number> =>
      (await way.reached(begun.client))?.pid ?? new Promise(() => {}); // It ended before its hook, and tells why.
    const pid = await attendedPid(command, 'run', id, begun, files, reached);
    await kills.find(id, pid);
    const oomKills = withholds
      ? lastCount(kills, id, pid, begun.client, way.letGo)
      : (): Promise<number | 'unknown'> => kills.read(id);
    const { promise: exited, resolve, reject } = Promise.withResolvers<Awaited<EngineProcess['exited']>>();
    exited.catch(() => {});
    const { promise: flows, resolve: flow } = Promise.withResolvers<void>();
    let started = false;
    return {
      ...streamsOf(begun, files),
      pid,
      hostPid: pid,
      exited,
      flows,
      oomKills,
      start: async () => {
        started = true;
        flow();
        way.open();
        try {
          await attendedPid(command, 'run', id, begun, files);
        } catch (error) {
          reject(error);
          throw error;
        } finally {
          way.close();
        }
        attendedEnd(command, 'run', id, pid, begun, files).then(resolve, reject);
      },
      refuse: async () => {
        if (started) return;
        way.refuse();
        await attendedPid(command, 'run', id, begun, files).catch(reject);
        way.close();
      },
    };
  };

  const createHeld = (id: string, bundle: string, io: Io): Promise<HeldProcess> =>
    keeping(async (files) => {
      const way = await gate(command, id, bundle, files, withholds);
      try {
        return await hold(id, io, way, files);
      } catch (error) {
        way.close();
        way.letGo();
        throw error;
      }
    });

  // Also where nothing has to happen before the start: the gate is what keeps the counter for a last look.
  const runHeld: Launcher['run'] = async (id, bundle, io) => {
    const held = await createHeld(id, bundle, io);
    try {
      await held.start();
      return held;
    } catch (error) {
      await held.release?.();
      throw error;
    }
  };

  const run: Launcher['run'] = (id, bundle, io) =>
    keeping(async (files) => {
      const begun = await beginRun(id, bundle, io, files);
      const pid = await attendedPid(command, 'run', id, begun, files);
      await kills.find(id, pid);
      const exited = attendedEnd(command, 'run', id, pid, begun, files);
      return { ...streamsOf(begun, files), pid, hostPid: pid, exited, oomKills: () => kills.read(id) };
    });

  return {
    run: withholds ? runHeld : run,
    createHeld,
    create: async (id, bundle, io) => {
      using files = scratch();
      const begun = await begin(
        command,
        id,
        io,
        dialect.create(id, { bundle, pidFile: files.path('pid') }),
        files,
      );
      const pid = await begunPid(command, 'create', id, begun, files);
      await kills.find(id, pid);
      const { exited, ...end } = unattended(dialect.name, id, pid);
      const streams = streamsOf(begun, undefined, end);
      return { ...streams, exited, pid, hostPid: pid, oomKills: () => kills.read(id) };
    },
    restore: (told, id, io, spell) =>
      keeping(async (files) => {
        const by: Command = { ...told, options: telling.options };
        const begun = await begin(by, id, io, spell(files.path('pid'), undefined, false), files);
        const pid = await attendedPid(by, 'restore', id, begun, files);
        await kills.find(id, pid);
        const exited = attendedEnd(by, 'restore', id, pid, begun, files);
        return { ...streamsOf(begun, files), pid, hostPid: pid, exited, oomKills: () => kills.read(id) };
      }),
    exec: attendedExec(command, kills),
  };
};
