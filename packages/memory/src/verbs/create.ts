import type { Runtime } from '@caisson/core';
import { active, ask, enter, find, type Kit } from '../calls/enter.ts';
import { stateError } from '../host/container.ts';
import { arm, begin, discard, make, orderOf } from './make.ts';

export const create =
  (kit: Kit): Runtime['create'] =>
  async (id, bundle, options = {}) => {
    using ending = enter(kit, 'create', id, options);
    const order = orderOf(kit, 'create', id, bundle, options);
    const work = async () => {
      const container = await make(kit, order);
      try {
        ending.check();
        await ending.race(arm(kit, container, options, true));
        return container.state();
      } catch (error) {
        await discard(kit, container);
        throw error;
      }
    };
    return await active(kit, work());
  };

export const start =
  (kit: Kit): Runtime['start'] =>
  async (id, options = {}) => {
    using ending = enter(kit, 'start', id, options);
    const container = find(kit, 'start', id);
    const { status } = container.state();
    if (status !== 'created') throw stateError('ERR_WRONG_STATE', 'start', id, `it is ${status}`);
    await ending.race(begin(kit, container));
  };

export const remove =
  (kit: Kit): Runtime['delete'] =>
  async (id, options = {}) =>
    ask(kit, 'delete', id, options, async () => {
      const { force = false } = options;
      if (force && !kit.host.containers.has(id)) return;
      const container = find(kit, 'delete', id);
      const { status } = container.state();
      // One that was not started is no program's yet: it is deleted without force.
      if (!force && status !== 'created' && status !== 'stopped') {
        throw stateError('ERR_WRONG_STATE', 'delete', id, `it is ${status}: stop it, or give force`);
      }
      await discard(kit, container);
    });
