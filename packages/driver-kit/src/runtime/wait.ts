import type { ExitStatus, Runtime } from '@caisson/core';
import { RuntimeError } from '@caisson/errors';
import { callOptions } from '../options/calls.ts';
import { checkOptions } from '../options/kinds.ts';
import { endingOf } from './abort.ts';
import { checkId } from './id.ts';
import { checkOpen, type Kit } from './kit.ts';

export const wait =
  (kit: Kit): Runtime['wait'] =>
  async (id, options = {}) => {
    checkOpen(kit);
    checkId(kit.engine.name, id);
    checkOptions('wait', callOptions.wait, options);
    using ending = endingOf(kit, 'wait', id, options.signal);
    ending.check();
    const container = kit.containers.get(id);
    if (!container) return await ending.race(unknown(kit, id));
    if (options.oom && !container.over()) await ending.race(container.watch(options.oom, false));
    return await container.waiting(ending.race(container.ended));
  };

/** Of a container that another process, or another object of this one, made. */
const unknown = async ({ engine }: Kit, id: string): Promise<ExitStatus> => {
  await engine.state(id); // ERR_CONTAINER_NOT_FOUND where there is none.
  const reason = engine.capabilities.reasons.waitAny ?? 'it was made by another process';
  throw new RuntimeError(
    'ERR_STATUS_LOST',
    `${engine.name}: the status of ${id} cannot be learnt: ${reason}`,
    {
      runtime: engine.name,
      verb: 'wait',
      id,
      reason,
    },
  );
};
