import type { ExitStatus, Runtime } from '@caisson/core';
import { RuntimeError } from '@caisson/errors';
import { ask, find, type Kit } from '../calls/enter.ts';
import type { Container } from '../host/container.ts';
import { arm } from './make.ts';

export const wait =
  (kit: Kit): Runtime['wait'] =>
  async (id, options = {}): Promise<ExitStatus> =>
    ask(kit, 'wait', id, options, async () => {
      const container = find(kit, 'wait', id);
      const lost = reasonFor(kit, container);
      if (lost !== undefined) {
        throw new RuntimeError('ERR_STATUS_LOST', `memory wait ${id}: its status cannot be learnt: ${lost}`, {
          runtime: 'memory',
          verb: 'wait',
          id,
          reason: lost,
        });
      }
      if (options.oom && !container.outcome()) await arm(kit, container, options, false);
      return container.ended;
    });

const reasonFor = ({ own, capabilities }: Kit, container: Container): string | undefined => {
  const capability = own.has(container) ? 'waitCreated' : 'waitAny';
  return capabilities[capability] ? undefined : capabilities.reasons[capability];
};
