import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Spec } from '@caisson/core';
import { isRuntimeError } from '@caisson/errors';
import type { Help } from '../dialect.ts';
import type { Engine, EngineCheckpoint, EngineImageMade, EngineProcess, EngineRestore } from '../engine.ts';
import { type Scratch, scratch } from '../program/scratch.ts';
import { specOf } from '../runtime/bundle.ts';
import { ask, type Command } from './command.ts';
import { criuEnvironment } from './criu-config.ts';
import { criuGuard } from './criu-guard.ts';
import { criuFirewall, criuLog, criuVersion } from './criu-log.ts';
import { imageFailure } from './image-failure.ts';
import type { Launcher } from './launcher.ts';
import { onRootfs } from './restore-mounts.ts';
import type { verbs } from './verbs.ts';

/** How long an image may take: as long as its memory is large. A caller's own signal bounds it closer. */
const limitMs = 24 * 60 * 60_000;

/** CRIU writes it last, before it ends the processes. */
const lastFile = 'inventory.img';

/** Checkpoint and restore by the runtime's own verbs. */
export const imaging = (
  command: Command,
  launcher: Launcher,
  help: Help,
  { state, resume, removed }: Pick<ReturnType<typeof verbs>, 'state' | 'resume' | 'removed'>,
): Required<Pick<Engine, 'checkpoint' | 'restore'>> => {
  const { dialect } = command;
  const criu = dialect.criu !== false;
  const flagsOf = async (verb: string): Promise<(flag: string) => boolean> => {
    const flags = await help.flags(verb);
    return (flag) => flags.has(flag);
  };
  /** The same command, with what CRIU is told and the time that an image may take. */
  const told = (
    image: EngineCheckpoint | EngineRestore,
    files: Scratch,
    { launch }: Pick<Command, 'launch'>,
  ): Command => {
    const env = criu ? criuEnvironment(image, files) : {};
    return { ...command, launch: (program) => launch({ ...program, env }), timeoutMs: limitMs };
  };

  /** Gives up a dump that was aborted. Kept connections would stay as CRIU left them, in repair mode. */
  const mayGiveUp = ({ tcpEstablished, linkRemap }: EngineCheckpoint): boolean =>
    criu && !tcpEstablished && !linkRemap;

  /** Whether the container has ended all the same, its image being whole: then the abort came too late. */
  const isWhole = async (id: string, image: EngineCheckpoint): Promise<boolean> => {
    if (!criu || image.leaveRunning || !existsSync(join(image.imagePath, lastFile))) return false;
    return state(id).then(
      ({ status }) => status === 'stopped',
      (error: unknown) => isRuntimeError(error, 'ERR_CONTAINER_NOT_FOUND'),
    );
  };

  return {
    checkpoint: async (id, image) => {
      using files = scratch();
      const stateDir = join(command.root, id);
      const known = existsSync(stateDir);
      const args = dialect.checkpoint(id, { ...image, has: await flagsOf('checkpoint') });
      // It names the namespace that the firewall's rules are in; the container may be gone afterwards.
      const spec = criu && image.tcpEstablished ? specOf((await state(id)).bundle) : undefined;
      const signal = mayGiveUp(image) ? image.signal : undefined;
      try {
        await ask(told(image, files, command), id, args, signal);
      } catch (error) {
        // CRIU may have been ended while it had the processes frozen.
        const left = await state(id).catch(() => undefined);
        if (left?.status === 'paused') await resume(id).catch(() => {});
        if (!(await isWhole(id, image))) throw imageFailure(command, 'checkpoint', id, image.workPath, error);
      }
      // The runtime has seen to it itself: another command to delete it would find nothing.
      const isRemoved = !image.leaveRunning && known && !existsSync(stateDir);
      if (isRemoved) removed(id);
      return { removed: isRemoved, ...(criu ? madeOf(image, spec) : {}) };
    },
    restore: async (id, bundle, image, io): Promise<EngineProcess> => {
      using files = scratch();
      const has = await flagsOf('restore');
      const spell = (
        pidFile: string,
        consoleSocket: string | undefined,
        detach: boolean,
      ): readonly string[] => dialect.restore(id, { ...image, bundle, pidFile, consoleSocket, detach, has });
      const external = [...image.external, ...(dialect.restoreExternal?.(command.root) ?? [])];
      using guard = criu ? criuGuard(command.launch, image.signal) : undefined;
      const restored = (): Promise<EngineProcess> =>
        launcher.restore(told({ ...image, external }, files, guard ?? command), id, io, spell);
      return await (criu ? onRootfs(bundle, specOf(bundle), restored) : restored()).catch(
        (error: unknown) => {
          throw imageFailure(command, 'restore', id, image.workPath, error);
        },
      );
    },
  };
};

const madeOf = ({ workPath, tcpEstablished }: EngineCheckpoint, spec: Spec | undefined): EngineImageMade => {
  const log = criuLog('checkpoint', workPath);
  const version = criuVersion(log);
  const namespace = spec?.linux?.namespaces?.find(({ type }) => type === 'network');
  // In a namespace of the container's own the rules go with it.
  const stays = namespace === undefined || namespace.path !== undefined;
  const firewall = tcpEstablished && stays ? criuFirewall(log, namespace?.path) : undefined;
  return {
    ...(version === undefined ? {} : { tool: `CRIU ${version}` }),
    ...(firewall ? { firewall } : {}),
  };
};
