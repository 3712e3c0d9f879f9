import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Signal, State } from '@caisson/core';
import { isRuntimeError, RuntimeError } from '@caisson/errors';
import type { Engine } from '../engine.ts';
import type { Scratch } from '../program/scratch.ts';
import { withDefaultPath } from '../runtime/environment.ts';
import { ask, type Command, parsed } from './command.ts';

/** How long what is paused may take to stand still, in milliseconds. */
const freezeMs = 5_000;

/** How often a list is asked for anew, while containers go. */
const listAsks = 20;

/** The verbs that are one command each. */
export const verbs = (
  command: Command,
  forget: (id: string) => void,
): Required<
  Pick<Engine, 'start' | 'delete' | 'state' | 'list' | 'prepare' | 'pause' | 'resume' | 'update'>
> & {
  readonly killInit: (id: string, signal: Signal, all: boolean) => Promise<void>;
  /** To call when the runtime has removed a container by itself. */
  readonly removed: (id: string) => void;
} => {
  const { dialect } = command;
  const removed = (id: string): void => {
    dialect.deleted?.(join(command.root, id), true);
    forget(id);
  };
  const remove = async (id: string, force: boolean): Promise<void> => {
    const stateDir = join(command.root, id);
    try {
      if (!(await dialect.remove?.(id, { stateDir, force, linux: command.linux }))) {
        await ask(command, id, dialect.delete(id, { force }));
      }
    } catch (error) {
      if (isRuntimeError(error, 'ERR_CONTAINER_NOT_FOUND')) forget(id);
      throw error;
    }
    removed(id);
  };
  const state = async (id: string, signal?: AbortSignal): Promise<State> =>
    parsed(command, 'state', await ask(command, id, dialect.state(id), signal), dialect.parseState);
  const checkState = async (
    verb: 'pause' | 'resume',
    id: string,
    needed: readonly State['status'][],
  ): Promise<State['status'] | undefined> => {
    if (!dialect.unchecked?.includes(verb)) return undefined;
    const { status } = await state(id);
    if (!needed.includes(status)) throw wrongState(dialect.name, verb, id, status);
    return status;
  };
  // v1's freezer takes a moment, for which crun 1.8 does not wait.
  const untilPaused = async (id: string): Promise<void> => {
    const until = performance.now() + freezeMs;
    while ((await state(id)).status === 'running' && performance.now() < until) await sleep(2);
  };
  // A container that goes while they are listed makes runc's list fail as a whole; so does, for runc 1.3, a state
  // directory that is not there yet.
  const listed = async (signal: AbortSignal | undefined): Promise<string | undefined> => {
    for (let asked = 1; ; asked++) {
      try {
        return await ask(command, undefined, dialect.list(), signal);
      } catch (error) {
        if (isRuntimeError(error, 'ERR_CONTAINER_NOT_FOUND') && !existsSync(command.root)) return undefined;
        if (asked === listAsks || !isRuntimeError(error, 'ERR_CONTAINER_NOT_FOUND')) throw error;
      }
    }
  };
  return {
    start: async (id) => {
      await ask(command, id, dialect.start(id));
    },
    killInit: async (id, signal, all) => {
      await ask(command, id, dialect.kill(id, signal, { all }));
      if (dialect.killsPaused !== false || (signal !== 'SIGKILL' && signal !== 9)) return;
      const known = await state(id).catch(() => undefined);
      // Another caller may have resumed it, or deleted it, in the same moment.
      if (known?.status === 'paused') await ask(command, id, dialect.resume(id)).catch(() => {});
    },
    pause: async (id) => {
      const before = await checkState('pause', id, ['created', 'running']);
      await ask(command, id, dialect.pause(id));
      if (before === 'running') await untilPaused(id);
    },
    resume: async (id) => {
      await checkState('resume', id, ['paused']);
      await ask(command, id, dialect.resume(id));
    },
    update: async (id, resources) => {
      const resourcesOf = (files: Scratch): readonly string[] =>
        dialect.update(id, { resourcesFile: files.write('resources.json', JSON.stringify(resources)) });
      await ask(command, id, resourcesOf);
    },
    delete: (id, force) =>
      remove(id, force).catch((error: unknown) => {
        if (!isRuntimeError(error, 'ERR_CONTAINER_NOT_FOUND')) throw error;
        dialect.deleted?.(join(command.root, id), false);
        if (!force) throw error;
      }),
    removed,
    state,
    list: async (signal) => {
      const text = await listed(signal);
      return text === undefined ? [] : parsed(command, 'list', text, dialect.parseList);
    },
    prepare: (spec, id) => dialect.prepare?.(spec, id) ?? withDefaultPath(spec),
  };
};

const wrongState = (runtime: string, verb: string, id: string, status: string): RuntimeError =>
  new RuntimeError('ERR_WRONG_STATE', `${runtime} ${verb} ${id}: it is ${status}`, {
    runtime,
    verb,
    id,
    reason: `the container is ${status}`,
  });
