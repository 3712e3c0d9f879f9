import { RuntimeError } from '@caisson/errors';
import { ask, type Command, parsed } from './command.ts';
import { processStart } from './process-start.ts';

/** The pids of the inits that this process made, so that the runtime need not be asked for them. */
export interface InitPids {
  readonly set: (id: string, pid: number | undefined, exited: Promise<unknown>) => void;
  /**
   * Init's host pid.
   * @throws `ERR_CONTAINER_NOT_FOUND`, `ERR_CONTAINER_NOT_RUNNING`
   */
  readonly of: (id: string, verb: string) => Promise<number>;
}

export const initPids = (command: Command): InitPids => {
  const known = new Map<string, { readonly pid: number; readonly start: string | undefined }>();
  return {
    set: (id, pid, exited) => {
      if (pid === undefined) return;
      const init = { pid, start: processStart(pid) };
      known.set(id, init);
      const forget = (): void => {
        if (known.get(id) === init) known.delete(id); // The number may be another's from now on.
      };
      exited.then(forget, forget);
    },
    of: async (id, verb) => {
      const own = known.get(id);
      // Its end may not be learnt yet.
      if (own?.start !== undefined && processStart(own.pid) === own.start) return own.pid;
      const { dialect } = command;
      const state = parsed(command, 'state', await ask(command, id, dialect.state(id)), dialect.parseState);
      if (state.pid !== undefined && state.status !== 'stopped') return state.pid;
      throw new RuntimeError(
        'ERR_CONTAINER_NOT_RUNNING',
        `${dialect.name} ${verb} ${id}: it is ${state.status}`,
        {
          runtime: dialect.name,
          verb,
          id,
          reason: `the container is ${state.status}`,
        },
      );
    },
  };
};
