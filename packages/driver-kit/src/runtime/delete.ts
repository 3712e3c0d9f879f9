import type { Runtime } from '@caisson/core';
import { isRuntimeError } from '@caisson/errors';
import { callOptions } from '../options/calls.ts';
import { checkOptions } from '../options/kinds.ts';
import { endingOf } from './abort.ts';
import type { Container } from './container.ts';
import { checkId } from './id.ts';
import { checkOpen, type Kit } from './kit.ts';
import { stopProcess } from './stop.ts';

export const remove =
  (kit: Kit): Runtime['delete'] =>
  async (id, options = {}) => {
    checkOpen(kit);
    checkId(kit.engine.name, id);
    checkOptions('delete', callOptions.delete, options);
    using ending = endingOf(kit, 'delete', id, options.signal);
    ending.check();
    await ending.race(removeNow(kit, id, options.force ?? false));
  };

const removeNow = async (kit: Kit, id: string, force: boolean): Promise<void> => {
  const container = kit.containers.get(id);
  // Killed and waited for first, so that whoever waits is told how it ended, counters and all.
  if (container && !container.over() && (force || (await isCreated(kit, container)))) {
    await killNow(kit, container);
  }
  const missing = await kit.engine.delete(id, force).catch((error: unknown) => {
    if (isRuntimeError(error, 'ERR_CONTAINER_NOT_FOUND')) return error;
    throw error;
  });
  kit.adoptions.delete(id);
  if (container) {
    if (kit.containers.get(id) === container) kit.containers.delete(id);
    await container[Symbol.asyncDispose]();
  }
  if (missing) throw missing;
};

/** Created, and not started since, be it by another program. */
const isCreated = async ({ engine }: Kit, { id, state }: Container): Promise<boolean> =>
  state.status === 'created' &&
  (await engine.state(id).then(
    ({ status }) => status === 'created',
    () => false,
  ));

const killNow = async (kit: Kit, { id, process, ended, plumbing }: Container): Promise<void> =>
  stopProcess(
    {
      exited: process.exited,
      ended,
      kill: (signal, all) => kit.engine.kill(id, signal, { all }),
      abandon: plumbing.destroy,
    },
    undefined,
  );
