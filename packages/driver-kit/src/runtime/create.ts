import type { Runtime } from '@caisson/core';
import { callOptions } from '../options/calls.ts';
import { checkOptions } from '../options/kinds.ts';
import { checkStreams } from '../options/streams.ts';
import { endingOf } from './abort.ts';
import { checkId } from './id.ts';
import { active, checkOpen, type Kit } from './kit.ts';
import { arm, dispose, make, orderOf, streamsOf } from './make.ts';

export const create =
  (kit: Kit): Runtime['create'] =>
  async (id, bundle, options = {}) => {
    checkOpen(kit);
    checkId(kit.engine.name, id);
    checkOptions('create', callOptions.create, options);
    const streams = streamsOf(options);
    checkStreams('create', streams);
    using ending = endingOf(kit, 'create', id, options.signal);
    ending.check();
    const order = orderOf(kit, id, bundle, streams);
    const work = async () => {
      const container = await make(kit, order, kit.engine.create);
      try {
        ending.check();
        await ending.race(arm(kit, container, options, true));
        return container.state;
      } catch (error) {
        await dispose(kit, container).catch(() => {}); // What came first is what the caller must know.
        throw error;
      }
    };
    return await active(kit, work());
  };

export const start =
  (kit: Kit): Runtime['start'] =>
  async (id, options = {}) => {
    checkOpen(kit);
    checkId(kit.engine.name, id);
    checkOptions('start', callOptions.plain, options);
    using ending = endingOf(kit, 'start', id, options.signal);
    ending.check();
    // Let finish when it is aborted: a start cannot be half done.
    const work = kit.engine.start(id);
    await ending.race(kit.containers.get(id)?.starting(work) ?? work);
  };
