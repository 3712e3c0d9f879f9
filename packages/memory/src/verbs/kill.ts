import type { Runtime } from '@caisson/core';
import { InvalidOptionError } from '@caisson/errors';
import { ask, find, type Kit, mustBeAble } from '../calls/enter.ts';
import { stateError } from '../host/container.ts';
import { numberOf } from '../process/signals.ts';

export const kill =
  (kit: Kit): Runtime['kill'] =>
  async (id, signal, options = {}) => {
    if (numberOf(signal) === undefined) {
      const right = 'give a signal\'s name such as "SIGTERM", or its number from 1 to 64';
      throw new InvalidOptionError(`kill: ${JSON.stringify(signal)} is no signal; ${right}`);
    }
    await ask(kit, 'kill', id, options, () => {
      if (options.pid !== undefined) mustBeAble(kit, 'killProcess', 'kill one process');
      const container = find(kit, 'kill', id);
      const { status } = container.state();
      const { all = false, pid } = options;
      const target =
        pid === undefined ? container.init : [...container.processes].find((one) => one.pid === pid);
      if (!target || (status === 'stopped' && !(all && container.processes.size > 0))) {
        const reason = target ? `it is ${status}` : `it has no process ${pid}`;
        throw stateError('ERR_CONTAINER_NOT_RUNNING', 'kill', id, reason);
      }
      if (all) container.killAll(signal);
      else target.kill(signal);
    });
  };
