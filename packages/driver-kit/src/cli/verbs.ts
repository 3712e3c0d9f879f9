import { isRuntimeError } from '@caisson/errors';
import type { Engine } from '../engine.ts';
import { ask, type Command, parsed } from './command.ts';

/** The verbs that are one command each. */
export const verbs = (
  command: Command,
  forget: (id: string) => void,
): Pick<Engine, 'start' | 'kill' | 'delete' | 'state' | 'list' | 'prepare'> => {
  const { dialect } = command;
  const remove = async (id: string, force: boolean): Promise<void> => {
    await ask(command, id, dialect.delete(id, { force }));
    forget(id);
  };
  return {
    start: async (id) => {
      await ask(command, id, dialect.start(id));
    },
    kill: async (id, signal, { all }) => {
      await ask(command, id, dialect.kill(id, signal, { all }));
    },
    delete: (id, force) =>
      remove(id, force).catch((error: unknown) => {
        if (force && isRuntimeError(error, 'ERR_CONTAINER_NOT_FOUND')) return;
        throw error;
      }),
    state: async (id, signal) =>
      parsed(command, 'state', await ask(command, id, dialect.state(id), signal), dialect.parseState),
    list: async (signal) =>
      parsed(command, 'list', await ask(command, undefined, dialect.list(), signal), dialect.parseList),
    prepare: (spec, id) => dialect.prepare?.(spec, id) ?? spec,
  };
};
