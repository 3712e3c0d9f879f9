import type { Runtime } from '@caisson/core';
import { callOptions } from '../options/calls.ts';
import { checkOptions } from '../options/kinds.ts';
import { endingOf } from './abort.ts';
import { adopted } from './adopted.ts';
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
    const container = kit.containers.get(id) ?? (await ending.race(adopted(kit, id)));
    if (options.oom && !container.over()) await ending.race(container.watch(options.oom, false));
    return await container.waiting(ending.race(container.join(ending.signal)));
  };
